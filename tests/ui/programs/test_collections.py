"""Collections for programs, and questions and searches within them."""

import httpx

from rag.assistant import Assistant

WHO = "Who said that the wall had lost stone?"
TEXT = "The ferry sailed again on Monday after the storm. Captain Maeve Doyle said that the wall had lost stone."


def test_collections_are_kept_and_asked_within(own_address: str, own: Assistant) -> None:
    with httpx.Client(base_url=f"{own_address}api/v1", timeout=60, trust_env=False) as api:
        id = api.post("/articles", json={"title": "Ferry", "text": TEXT}).json()["article_id"]
        assert api.put("/collections/Isles", json={"add": [id]}).json() == {"name": "Isles", "articles": 1}
        assert api.put("/collections/isles", json={"name": "Islands"}).json() == {"name": "Islands", "articles": 1}
        api.put("/collections/Empty", json={})
        told = [{"name": "Empty", "articles": 0}, {"name": "Islands", "articles": 1}]
        assert api.get("/collections").json() == told
        assert [row["id"] for row in api.get("/collections/Islands").json()["articles"]] == [id]
        answer = api.post("/ask", json={"question": WHO, "collections": ["Islands"]}).json()
        assert answer["citations"][0]["article_id"] == id
        assert answer["within"]["count"] == 1
        assert not api.post("/ask", json={"question": WHO, "collections": ["Empty"]}).json()["answered"]
        found = api.get("/search", params={"q": "Who met the police chief?", "collections": ["Islands"]}).json()
        assert {passage["article_id"] for passage in found["passages"]} == {id}
        changed = api.put(f"/articles/{id}", json={"title": "Ferry", "text": f"{TEXT} It was calm."}).json()
        assert own.library.catalogue.collected("Islands") == {changed["article_id"]}
        assert api.put("/collections/Islands", json={"remove": [changed["article_id"]]}).json()["articles"] == 0
        assert api.delete("/collections/Islands").status_code == 204
        assert own.library.article(changed["article_id"])
        for answer in (
            api.get("/collections/Islands"),
            api.post("/ask", json={"question": WHO, "collections": ["No"]}),
        ):
            assert (answer.status_code, answer.json()["error"]["type"]) == (404, "not_found")
        assert api.post("/ask", json={"question": WHO, "outlets": ["No"]}).status_code == 400
        assert api.post("/ask", json={"question": WHO, "since": "soon"}).status_code == 400
        assert api.put("/collections/Bees", json={"add": ["0123"]}).status_code == 404
        own.remove(changed["article_id"])
        api.delete("/collections/Empty")
