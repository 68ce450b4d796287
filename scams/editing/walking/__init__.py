"""Walk as a payer: an editor sees which card comes, answers it, and reads why the next one follows."""
