"""Static files under names that change with their content, so that a browser may keep them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


# WhiteNoise says nothing of its types.
class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Each file beside its compressed copy, under a name that holds its hash.

    `set_up` collects them. Where it has not run, as in the tests, a file goes by its own name.
    """

    def stored_name(self, name: str) -> str:
        """Return the name with the hash in it."""
        return str(self.hashed_files.get(self.hash_key(self.clean_name(name)), name))
