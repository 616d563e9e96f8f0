"""How names are compared: folded, by sound, by spelling, by what else a name is called."""
