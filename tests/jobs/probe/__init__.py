"""An app of the tests: tasks whose runs leave traces that another process can see."""
