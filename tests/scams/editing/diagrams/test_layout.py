import pytest

from scams.editing.diagrams.layout import WIDTH, Item, draw, wrap


def test_what_follows_stands_below_and_to_the_right_with_a_line_to_it():
    picture = draw([Item("", "问？", "question", "", (Item("Yes", "Hold", "effect"), Item("No", "Stop", "effect")))])
    first, *others = picture.boxes
    assert [(box.x > first.x, box.y >= first.y + first.height) for box in others] == [(True, True)] * 2
    assert [arrow.tag for arrow in picture.arrows] == ["Yes", "No"]
    assert picture.height >= max(box.y + box.height for box in picture.boxes)


def test_linked_items_follow_one_another():
    items = [Item("", str(number), "step") for number in range(3)]
    assert (len(draw(items).arrows), len(draw(items, linked=True).arrows)) == (0, 2)


def test_what_is_wrong_is_marked_by_more_than_a_colour():
    [box] = draw([Item("", "问？", "question", "goes round")]).boxes
    assert [line for _y, line in box.wrong] == ["✕ goes round"]


def test_nothing_stands_outside_the_frame():
    deep = Item("", "字" * 80, "question")
    for _level in range(4):
        deep = Item("Yes", "字" * 80, "question", "错" * 60, (deep,))
    assert all(box.x + box.width <= WIDTH for box in draw([deep]).boxes)
    assert draw([]).boxes == []


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("对方是否让您先转钱，之后才返佣金？", 8, ["对方是否让您先转", "钱，之后才返佣", "金？"]),
        ("Did they ask you first?", 8, ["Did they ask", "you first?"]),
        ("一二三“四五”六", 4, ["一二三", "“四五”", "六"]),
        ("", 8, [""]),
        ("不可分word", 4, ["不可分", "word"]),
    ],
)
def test_texts_are_broken_where_readers_break_them(text, room, lines):
    assert list(wrap(text, room)) == lines
