"""What every panel is told, so that none needs to ask; any of it may be a coroutine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..sessions import Session
    from .shell import Page

__all__ = ["Part"]


class Part:
    """A panel of the page; it is built when it is made.

    Args:
        page: On which it stands.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.say = page.say
        self.build()

    @property
    def session(self) -> Session:
        """The page's session."""
        return self.page.session

    def build(self) -> None:
        """Put the panel's elements where the page is being built."""

    def began(self) -> Any:
        """There is another garden, or another number of them."""

    def opened(self) -> Any:
        """Somebody turned to this panel."""

    def week_ended(self) -> Any:
        """Another week is looked at. Called at every week, so it has to be quick."""

    def stood_still(self) -> Any:
        """Weeks have stopped going by, or something was changed."""

    @property
    def is_open(self) -> bool:
        """Whether somebody sees it."""
        return self.page.shows(self)
