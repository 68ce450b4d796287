"""Pages are made once and sent many times, until something they show is changed.

A page is kept for readers of whom nothing is known but the mode: whoever brings a cookie that the page asks for gets
one made for them. What is published is a row in the database, and every process looks for a newer row twice a second.
"""
