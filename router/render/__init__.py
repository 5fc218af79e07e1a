"""An issue or a notice to HTML and text, from template files; story parts rendered, inlined and encoded once."""

from router.render.issue import issue
from router.render.notice import notice
from router.render.press import Encoded, Press
from router.render.templates import Templates

__all__ = ["Encoded", "Press", "Templates", "issue", "notice"]
