"""Screens: the server, the navigation and one script per page. Pages ask actions, do what is pressed and show."""
