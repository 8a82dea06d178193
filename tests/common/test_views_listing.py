"""Lists: scope, filters as words, sorting, pages, and bad parameters."""

import pytest

pytestmark = pytest.mark.django_db


def names(response):
    return [row.record.name for row in response.context["table"].rows]


def test_list_shows_only_what_the_user_may_see(client, clerk, make_gadget):
    make_gadget("open")
    make_gadget("hidden", legal_basis="secret")
    assert names(client.get("/gadgets/")) == ["open"]
    response = client.get("/gadgets/", {"q": "hidden"})
    assert names(response) == []
    assert 'href="/gadgets/"' in response.content.decode()


def test_list_says_what_is_missing_and_offers_to_add(client, clerk):
    page = client.get("/gadgets/").content.decode()
    assert "No gadgets." in page
    assert "/gadgets/new/" in page


def test_list_hides_the_add_button_from_readers(client, clerk):
    clerk.username = "reader"
    clerk.save()
    assert "/gadgets/new/" not in client.get("/gadgets/").content.decode()


@pytest.mark.parametrize("path", ["/gadgets/", "/long/"])
def test_every_orderable_column_sorts_both_ways(client, clerk, make_gadget, path):
    for name in ["b", "a", "c"]:
        make_gadget(name, legal_basis=name)
    table = client.get(path).context["table"]
    orderable = [column.name for column in table.columns if column.orderable]
    assert "day" in orderable
    for name in orderable:
        up, down = (names(client.get(path, {"sort": sign + name})) for sign in ("", "-"))
        assert sorted(up) == ["a", "b", "c"]
        assert down == up[::-1]


def test_long_list_offers_only_its_own_sorts(client, clerk, make_gadget):
    make_gadget()
    columns = client.get("/long/").context["table"].columns
    assert {c.name for c in columns if c.orderable} == {"name", "day"}


@pytest.mark.parametrize("path", ["/gadgets/", "/long/"])
def test_pages_walk_over_every_row_once_and_back(client, clerk, make_gadget, path):
    for number in range(12):
        make_gadget(f"{number:02}")
    there, address = [], path
    while address:
        response = client.get(address)
        there.append(names(response))
        pages = response.context["table"].pages
        last, address = address, pages.next and f"{path}?" + "&".join(f"{k}={v}" for k, v in pages.next.items() if v)
    assert sorted(name for page in there for name in page) == [f"{n:02}" for n in range(12)]
    back = client.get(last).context["table"].pages.previous
    assert names(client.get(path, {k: v for k, v in back.items() if v})) == there[1]


@pytest.mark.parametrize(
    "query",
    ["page=abc", "page=-3", "page=99999999999", "after=x", "after=2020-13-45~1", "after=2020-01-01~" + "9" * 30,
     "before=~", "sort=password", "sort=-", "sort=owner__password", "colour=red", "after=%00~1", "page=٢"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/gadgets/", "/long/"])
def test_bad_parameters_give_the_first_page(client, clerk, make_gadget, path, query):
    make_gadget("only")
    response = client.get(f"{path}?{query}")
    assert response.status_code == 200
    assert names(response) == ["only"]


def test_filters_narrow_and_stand_as_words_that_can_be_taken_away(client, clerk, make_gadget):
    make_gadget("xa ban gia", legal_basis="law")
    make_gadget("xa ban pho", legal_basis="habit")
    response = client.get("/gadgets/", {"q": "Bản Giã", "basis": "law", "day_from": "01/01/2020"})
    assert names(response) == ["xa ban gia"]
    words = response.context["words"]
    assert [(word.label, word.value) for word in words][1:] == [("From", "01/01/2020"), ("Basis", "By law")]
    assert words[0].value == "Bản Giã"
    assert set(words[2].without) >= {"basis", "page", "after", "before"}
    assert names(client.get("/gadgets/", {"q": "ban", "sort": "name"})) == ["xa ban gia", "xa ban pho"]


def test_bad_filter_is_named_and_hides_no_row(client, clerk, make_gadget):
    make_gadget("one")
    response = client.get("/gadgets/", {"day_from": "31/02/2020", "basis": "nonsense"})
    assert names(response) == ["one"]
    assert set(response.context["filterset"].errors) == {"day_from", "basis"}
    assert "31/02/2020" in response.content.decode()


def test_filter_by_a_record_out_of_scope_is_like_a_missing_one(client, clerk, make_gadget):
    hidden = make_gadget("hidden", legal_basis="secret")
    texts = []
    for pk in (hidden.pk, 10**9):
        response = client.get("/gadgets/", {"twin": str(pk)})
        texts.append(response.context["filterset"].errors["twin"][0].replace(str(pk), "N"))
    assert texts[0] == texts[1]


def test_filter_by_lookup_reads_name_and_key(client, clerk, make_gadget):
    first = make_gadget("xa ban gia")
    make_gadget("xa ban pho")
    response = client.get("/gadgets/", {"twin": f"xa ban gia · {first.pk}"})
    assert names(response) == ["xa ban gia"]
    assert [word.value for word in response.context["words"]] == ["xa ban gia"]


def test_list_needs_few_queries(client, clerk, make_gadget, django_assert_num_queries):
    for number in range(12):
        make_gadget(f"{number}")
    client.get("/gadgets/")
    with django_assert_num_queries(4):  # session, user, rows, bounded count
        client.get("/gadgets/")


def test_totals_stand_at_the_foot_of_the_page(client, clerk, make_gadget):
    make_gadget("one", version=1500)
    make_gadget("two", version=70314)
    assert "71.814" in client.get("/gadgets/").content.decode()
