"""Pictures the site draws itself: results to share, certificates, previews of pages, icons."""
