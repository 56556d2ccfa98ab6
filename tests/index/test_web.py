"""Fetching: a real server that misbehaves; whatever it does, a whole page or a clear fault comes back."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.addresses import canonical, is_public, same_site
from index.faults import WebFault
from index.feeds import is_feed, links
from index.web import Limits, fetch
from tests.support.misbehaving import STORY, pages, served, unused_port

SHORT = Limits(size=1_000_000, seconds=1.0, redirects=3)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Give the address of the server."""
    with served() as address:
        yield address


@pytest.mark.parametrize("path", ["/story", "/story?a=b#c", "/packed", "/to/story", "/to/to/packed"])
def test_a_page_comes_whole(site: str, path: str) -> None:
    got = fetch(site + path, allow_private=True)
    assert (got.content, got.kind) == (STORY, "text/html")
    assert got.url.split("/")[-1].split("?")[0] in ("story", "packed")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/nowhere", "has no such page"),
        ("/gone", "has no such page any more"),
        ("/wall", "refuses programs"),
        ("/later", "come back later"),
        ("/broken", "status 500; try again later"),
        ("/bomb", "more than 1 MB"),
        ("/large", "more than 1 MB"),
        ("/brotli", "packed as br"),
        ("/picture", "is image/png. Articles are"),
        ("/loop", "more than 3 times"),
        ("/to/file", "is no address of a page"),
        ("/cut", "cannot be fetched"),
        ("/drip", "took longer than 1 seconds"),
        ("/garbage", "cannot be fetched"),
        ("/private/story", "robots.txt"),
    ],
)
def test_what_is_no_whole_page_is_told(site: str, path: str, told: str) -> None:
    with pytest.raises(WebFault) as fault:
        fetch(site + path, allow_private=True, limits=SHORT)
    assert told in str(fault.value)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"]
)
def test_this_machine_is_not_fetched_unasked(site: str, host: str) -> None:
    with pytest.raises(WebFault, match=r"address of this machine|There is no site"):
        fetch(f"http://{host}:{site.rpartition(':')[2]}/story")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.b/c", "javascript:alert(1)", "http://", "http://a:0/", "x"]
)
def test_only_web_addresses_are_fetched(url: str) -> None:
    with pytest.raises(WebFault, match="begins with http"):
        fetch(url)


def test_passwords_closed_ports_and_unknown_names_are_told() -> None:
    with pytest.raises(WebFault, match="password in it"):
        fetch("http://me:secret@example.org/")
    with pytest.raises(WebFault, match="cannot be fetched"):
        fetch(f"http://127.0.0.1:{unused_port()}/", allow_private=True)
    with pytest.raises(WebFault, match=r"There is no site nowhere\.invalid"):
        fetch("http://nowhere.invalid/")


def test_letters_of_every_language_and_spaces_are_sent_as_the_protocol_has_them() -> None:
    with pages({"/st%C3%B6r%20a": STORY}) as site:
        assert fetch(f"{site}/stör a", allow_private=True).url == f"{site}/st%C3%B6r%20a"


@pytest.mark.parametrize(
    "rules",
    [
        "User-agent: *\nCrawl-delay: x",
        "User-agent: *\nCrawl-delay: ²",
        "User-agent: *\nDisallow: //[",
        "User-agent: *\nDisallow: http://[\nRequest-rate: x/y",
        "\0\ufffd:" * 100,
        "User-agent: *\nDisallow: /story/*/print$",
        "User-agent: *\nDisallow: /\n\nUser-agent: byline\nDisallow: /s\nAllow: /story",
        "#" * 499_990 + "\nUser-agent: *\nDisallow: /",  # what stands behind so much is not read
    ],
)
def test_rules_that_do_not_forbid_a_page_let_it_come(rules: str) -> None:
    with pages({"/story": STORY, "/robots.txt": rules.encode()}) as site:
        assert fetch(f"{site}/story", allow_private=True).content == STORY


@pytest.mark.parametrize("rules", [404, 403, "/robots.txt"])
def test_a_site_without_rules_forbids_nothing(rules: int | str) -> None:
    with pages({"/story": STORY, "/robots.txt": rules}) as site:
        assert fetch(f"{site}/story", allow_private=True).content == STORY


@pytest.mark.parametrize("rules", [500, 503, b"User-agent: *\nDisallow: /*ry$", b"User-agent: byline\nDisallow: /"])
def test_a_site_that_forbids_or_cannot_tell_its_rules_is_left_alone(rules: int | bytes) -> None:
    with pages({"/story": STORY, "/robots.txt": rules}) as site, pytest.raises(WebFault, match=r"robots.txt"):
        fetch(f"{site}/story", allow_private=True)


def test_the_rules_of_every_site_and_page_on_the_way_are_asked() -> None:
    with pages({"/story": STORY, "/robots.txt": b"User-agent: *\nDisallow: /story"}) as other:
        ways: dict[str, bytes | str | int] = {"/away": f"{other}/story", "/here": "/closed", "/closed": STORY}
        with pages({**ways, "/robots.txt": b"User-agent: *\nDisallow: /closed"}) as site:
            for path, closed in (("/away", f"{other}/story"), ("/here", f"{site}/closed")):
                with pytest.raises(WebFault, match=f"{closed} asks programs to stay away"):
                    fetch(site + path, allow_private=True)


def test_one_site_is_one_registered_name() -> None:
    assert same_site("https://amp.cnn.com/a", "http://www.cnn.com/b")
    assert same_site("https://m.bbc.co.uk/a", "https://www.bbc.co.uk/a")
    assert same_site("http://127.0.0.1:8000/a", "http://127.0.0.1:9000/")
    for one, other in (
        ("https://bbc.co.uk/a", "https://evil.co.uk/a"),
        ("https://bbc.com.evil.example/a", "https://bbc.com/a"),
        ("https://one.github.io/a", "https://two.github.io/a"),
        ("http://10.0.0.1/a", "http://20.0.0.1/a"),
        ("http://localhost/a", "http://127.0.0.1/a"),
        ("http://[", "http://["),
        ("", ""),
    ):
        assert not same_site(one, other)


PRIVATE = (
    "10.1.2.3 172.16.0.1 192.168.1.1 127.0.0.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1 255.255.255.255 ::1 :: "
    "fe80::1 fd00::1 ff02::1 ::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1 fe80::1%eth0 fec0::1 3fff::1 192.88.99.1 "
    "192.0.0.9 5f00::1 64:ff9b:1::808:808 ::7f00:1 4000::1"
)


@pytest.mark.parametrize("address", PRIVATE.split())
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


def test_one_article_has_one_address() -> None:
    assert canonical("HTTPS://News.Example:443/a/?utm_source=x&id=7&fbclid=y#top") == "https://news.example/a?id=7"
    assert canonical("http://a.example/ö?ö=ä") == canonical("http://a.example/%C3%B6?%C3%B6=%C3%A4#b")
    assert canonical("http://bücher.example") == "http://xn--bcher-kva.example/"
    assert canonical("http://[::1]:8080/a") == "http://[::1]:8080/a"


@given(st.from_regex(r"https?://[A-Za-z.:\[\]]{1,12}(/[a-z?&=#%+é ]{0,12})?", fullmatch=True) | st.text(max_size=30))
def test_a_canonical_address_stays_as_it_is(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)


def test_feeds_name_their_articles(site: str) -> None:
    got = fetch(site + "/feed", allow_private=True)
    assert is_feed(got.content)
    assert links(got.content, got.url) == [f"{site}/story?utm_source=feed", f"{site}/gone"]
    assert not is_feed(fetch(site + "/story", allow_private=True).content)
