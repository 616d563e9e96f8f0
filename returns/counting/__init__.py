"""How the return counts: pure functions over one provider's records, one module per section."""
