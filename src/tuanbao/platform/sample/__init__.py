"""The demo company in the platform (演示企业). Nobody and nothing in it is real."""
