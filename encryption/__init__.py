"""Keys, encrypted fields and the classification of every stored field. Imports no other app."""
