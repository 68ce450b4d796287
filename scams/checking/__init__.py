"""“Is this a scam?”: what editors know about messages, compiled, and a pure function that reads one message by it.

`rules` says what there is to know, `automaton` arranges it, `verdict` answers. Only `compile` and `build` know Django.
"""
