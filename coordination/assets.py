"""How static files are named in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Name every file by its content, also those that one script module imports from another."""

    support_js_module_import_aggregation = True
