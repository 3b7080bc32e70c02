"""What the pages beside judging are made of: the list of projects, bringing in, results, delivering.

The folder is not called `pages`: Streamlit takes one of that name beside main.py for its own list of pages.
"""
