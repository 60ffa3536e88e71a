"""Plain prose to measure on where no file is given: neither rich in expressions nor poor."""

from __future__ import annotations

TEXTS = {
    "en": (
        "The bakery on the corner opens at six, when the street is still dark and only the tram"
        " drivers are awake. A woman in a blue apron carries the first trays to the window. By"
        " seven the line reaches the chemist next door, and nobody seems to mind the cold.",
        "Rivers rarely keep to one bed. Each spring the water carries sand and small stones from"
        " the hills, drops them where the current slows, and slowly closes its own way. After a"
        " few centuries a village that was built beside the stream may lie a mile away from it.",
        "My brother repairs old radios. He says that most of them need nothing but a new wire and"
        " some patience, although the owners usually expect a miracle. Last week he found a"
        " letter behind the dial of a set from 1952, and he has been looking for the family since.",
        "The committee met on Tuesday to discuss the plans for the new library. Several members"
        " asked why the reading room had been moved to the second floor, because older visitors"
        " would have to use the lift. The architect promised to send another drawing next month.",
        "If you heat the mixture too quickly, the sugar burns before the butter melts. Stir it"
        " with a wooden spoon, keep the flame low, and do not leave the kitchen. When the colour"
        " turns to amber, pour the caramel onto a cold plate and let it rest.",
        "Researchers measured the height of three thousand trees over ten years. The results show"
        " that young pines grew faster in mixed forests than in pure stands, but the difference"
        " disappeared after dry summers. The authors warn that the sample was small.",
        "She had never seen the sea. When the bus came over the last hill and the whole bay lay"
        " in front of them, grey and wide and full of light, she put down her book and forgot"
        " what she had wanted to say. Her father smiled and handed her the camera.",
    ),
    "ru": (
        "Пекарня на углу открывается в шесть, когда улица ещё тёмная и не спят только водители"
        " трамваев. Женщина в синем фартуке выносит к окну первые противни. К семи очередь"
        " доходит до соседней аптеки, и никто, кажется, не замечает холода.",
        "Реки редко держатся одного русла. Каждую весну вода несёт с холмов песок и мелкие камни,"
        " оставляет их там, где течение слабеет, и понемногу закрывает себе дорогу. Через"
        " несколько веков деревня, построенная на берегу, может оказаться далеко от воды.",
        "Мой брат чинит старые приёмники. Он говорит, что большинству из них нужен только новый"
        " провод и немного терпения, хотя хозяева обычно ждут чуда. На прошлой неделе он нашёл"
        " за шкалой письмо и с тех пор ищет семью, которой оно принадлежало.",
        "Во вторник комиссия обсуждала план новой библиотеки. Многие спросили, почему читальный"
        " зал перенесли на второй этаж: пожилым читателям придётся пользоваться лифтом."
        " Архитектор обещал прислать другой чертёж через месяц.",
        "Если нагревать смесь слишком быстро, сахар сгорит раньше, чем растает масло. Мешайте её"
        " деревянной ложкой, держите слабый огонь и не уходите с кухни. Когда цвет станет"
        " янтарным, вылейте карамель на холодную тарелку.",
        "Она никогда не видела моря. Когда автобус поднялся на последний холм и перед ними"
        " открылся весь залив, серый, широкий и полный света, она отложила книгу и забыла, что"
        " хотела сказать. Отец улыбнулся и протянул ей фотоаппарат.",
    ),
}
