"""Handing a case from one worker to another, with the danger and safe contact said once more."""
