"""The template: a workbook that the trust fills in as far as it can, so that only changes need typing."""

from etl.template.make import MadeTemplate, file_name, make_template

__all__ = ["MadeTemplate", "file_name", "make_template"]
