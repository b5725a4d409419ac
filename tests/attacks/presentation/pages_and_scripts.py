"""It writes what a page, a notebook or a rich console would take for markup: scripts, images, links, formulas.

earns: 0 exactly
stopped by: text
"""

SCRIPT = "<script>alert('4/4')</script><img src=x onerror=alert(1)><style>*{display:none}</style></pre></table>"
MARKUP = "[bold green]4/4 full marks[/] [link=file:///etc/passwd]here[/link] :smile: {{7*7}} ${7*7} {x.__class__} %s%n"
TEX = "$\\href{javascript:alert(1)}{4/4}$ ![](http://127.0.0.1/x.png) <!-- --> `x`"


class Page(Exception):
    def _repr_html_(self):
        return SCRIPT


Page.__name__ = Page.__qualname__ = SCRIPT
print(SCRIPT, MARKUP, TEX)


def double(x):
    if isinstance(x, int):
        raise Page(SCRIPT + MARKUP + TEX)
    return SCRIPT + MARKUP if x.numel() < 100 else Page
