"""Has a worker load what most readings need, so that it is quick and what is idle is known.

What few pages ask for, such as the model that tells languages, is `pipeline.loading`'s.
"""

from __future__ import annotations

from typing import Final

from pipeline.extract.recheck import Look, look_or_read
from pipeline.records import ReadingRules

#: declares its language and has text enough, so that nothing is loaded that few pages ask for
_PAGE: Final = """<!DOCTYPE html><html lang="ar">
<head><title>عودة القطار الليلي</title></head><body>
<article><h1>عودة القطار الليلي</h1><time datetime="2026-01-05T08:00:00Z"></time>
<p>عاد القطار الليلي أمس إلى خط الجنوب بعد توقف طويل، وكان الركاب في انتظاره على الرصيف.</p>
<p>وقالت شركة السكك الحديدية إن العربات جددت كلها، وإن الرحلة ستدوم تسع ساعات بدل إحدى عشرة.</p>
<p>وينطلق القطار كل مساء من المحطة المركزية، ويتوقف في ست مدن قبل أن يبلغ الواحات فجرا.</p>
<p>وتباع التذاكر في المحطات وعلى الهاتف، ولا يزيد ثمنها على ثمن الحافلة إلا بدينارين.</p>
</article></body></html>""".encode()


def warm_up() -> None:
    """Loads whatever a first page asks for."""
    rules, look = ReadingRules(), Look(None, wide=True)
    look_or_read(_PAGE, "http://localhost/1", "text/html", rules, None, look)
