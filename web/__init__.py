"""The base layout, the components, the stylesheet and the home pages: no rules live here."""
