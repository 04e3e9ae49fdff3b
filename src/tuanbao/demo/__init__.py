"""A made-up company, so that everything can be tried and shown at once. Nobody and no bill in it is real."""

from tuanbao.demo.company import Company, make_company
from tuanbao.demo.write import write_company

__all__ = ["Company", "make_company", "write_company"]
