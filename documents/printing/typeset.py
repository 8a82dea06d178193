"""The child process that sets and joins pages: `python -m documents.printing.typeset set|join ORDER ANSWER` (files).

It knows nothing of Django and reads no database. Limits of its own keep a paper that cannot be set from taking the
machine: memory, processor time, and no file but those in its folder.
"""

import json
import resource
import sys
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "common" / "fonts"
TEMPLATE = Path(__file__).with_name("book.typ")
# What 250 rows need is under 100 MB; addresses are counted, of which the threads take more than they use.
MEMORY, SECONDS = 2_000_000_000, 60


def main(arguments: list[str]) -> int:
    """Do one order: what, the file that it stands in, the file for the answer."""
    _limit()
    what, asked, answered = arguments
    order = json.loads(Path(asked).read_text(encoding="utf-8"))
    answer = {"set": set_pages, "join": join_pages}[what](order)
    Path(answered).write_text(json.dumps(answer), encoding="utf-8")
    return 0


def _limit() -> None:
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # macOS refuses some of them
            continue


def set_pages(order: dict) -> dict:
    """Set `book` (see book.typ) into the file `target`; returns {"pages", "starts"}.

    `starts`: for each row the page on which it begins, counted from 1 in this part.
    """
    import typst

    compiler = typst.Compiler(
        str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=[str(FONTS)], ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(order["book"], ensure_ascii=False)},
    )  # fmt: skip
    # Tags help screen readers; joining parts would lose them, and they take eight times the space.
    compiler.compile(output=order["target"], format="pdf", pdf_tags=order["is_whole"], timestamp=order["timestamp"])
    ((starts, pages),) = json.loads(compiler.query("<starts>", field="value"))
    return {"starts": starts, "pages": pages}


def join_pages(order: dict) -> dict:
    """Join the first `pages` pages of each of `parts` [(file, pages or None)] into `target`; returns {"pages"}."""
    from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, pdf_name, pdf_string
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import PdfFileWriter

    writer, number = PdfFileWriter(), 0
    info = DictionaryObject({pdf_name("/Title"): pdf_string(order["title"])})
    writer.set_info(writer.add_object(info))
    for path, pages in order["parts"]:
        with open(path, "rb") as file:
            reader = PdfFileReader(file)
            taken = [_alone(page) for page in list(_pages(reader.root["/Pages"]))[:pages]]
            # In one go, so that the pages of a part share its letters.
            holder = ArrayObject(taken)
            holder.container_ref = reader.root.container_ref
            for page in writer.import_object(holder):
                writer.insert_page(page)
                number += 1
    with open(order["target"], "wb") as file:
        writer.write(file)
    return {"pages": number}


def _pages(node):
    for reference in node["/Kids"]:
        kid = reference.get_object()
        if kid["/Type"] == "/Pages":
            yield from _pages(kid)
        else:
            yield kid


def _alone(page):
    """The page without what ties it to its file."""
    from pyhanko.pdf_utils.generic import DictionaryObject

    return DictionaryObject({key: page.raw_get(key) for key in page if key not in ("/Parent", "/StructParents")})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
