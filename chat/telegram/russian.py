"""What the bot says in Telegram, in Russian."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from chat.telegram.words import Words
from index.model import Voice


def _counted(count: int, one: str, few: str, many: str) -> str:
    """The count with its noun in the form that Russian asks for."""
    last, lasts = count % 10, count % 100
    if last == 1 and lasts != 11:
        return f"{count} {one}"
    return f"{count} {few if 2 <= last <= 4 and not 12 <= lasts <= 14 else many}"


RUSSIAN: Final = Words(
    language="ru",
    language_name="Русский",
    headings=MappingProxyType(
        {
            Voice.REPORTED: "Сообщается",
            Voice.ATTRIBUTED: "По словам других",
            Voice.OPINION: "Мнение автора",
        }
    ),
    opinion_of="Мнение автора ({author})",
    passages="Отрывки",
    nearby="Рядом по теме, но не ответ",
    not_found="В документах об этом не говорится.",
    not_mentioned="В ближайших отрывках не упоминается: {names}.",
    not_found_in_voice="В документах об этом не говорится, если брать только {voices}.",
    voice_names=MappingProxyType(
        {
            Voice.REPORTED: "то, что сообщается",
            Voice.ATTRIBUTED: "слова других",
            Voice.OPINION: "мнение автора",
        }
    ),
    and_="и",
    loaded_legend="Подчёркнуты оценочные слова: судит сама формулировка.",
    uncertain="(планируется или не подтверждено)",
    dropped="Не прошли проверку по документам и опущены утверждения: {count}.",
    unknown_author="автор не указан",
    objection="Документы на другом языке. Задайте, пожалуйста, вопрос на языке документов. ({notice})",
    empty_question="Вопрос пуст: спросите что-нибудь о документах.",
    long_question="В вопросе {length} знаков; можно не больше {limit}.",
    only_facts="Только факты",
    only_opinions="Только мнения",
    all_voices="Все голоса",
    who_says="Кто это говорит?",
    show_passages="Отрывки",
    more="Ещё",
    who_says_heading="Кто это говорит",
    says_article="сама статья, как факт",
    says_author="автор статьи, как мнение",
    says_named_author="{author}, автор, как мнение",
    quoted_directly="дословно",
    quoted_indirectly="в пересказе статьи",
    gone="Этот ответ больше не хранится. Спросите, пожалуйста, снова.",
    start=(
        "Я отвечаю на вопросы о документах и показываю, кто что говорит: что сообщает статья, что она "
        "передаёт со слов других и что думает её автор. К каждому утверждению есть отрывок, где оно "
        "стоит, слово в слово. Если в документах этого нет, я так и скажу."
    ),
    start_group="Спросите меня командой /ask, упоминанием или ответом на моё сообщение.",
    start_documents="Я знаю {count}:",
    start_ask="Спросите своими словами или начните с одного из этих вопросов (на языке документов):",
    start_more_documents="… и ещё {count}: /documents",
    privacy_mode=(
        "В этой группе я вижу /ask, команды и ответы мне, но, возможно, не упоминания. Чтобы это изменить, "
        "сделайте меня администратором или выключите privacy mode у @BotFather (/setprivacy) и добавьте меня "
        "снова."
    ),
    afresh="Начинаем заново: следующий вопрос сам по себе.",
    help="""\
Спрашивайте своими словами; уточняющие вопросы понимаются. Ответьте на более старый ответ, чтобы продолжить \
с него.

Пришлите файл (текст, веб-страница, PDF, Word, электронная книга, письмо; до 20 МБ), перешлите запись или \
пришлите веб-адрес: я прочту это только для этого чата.

/documents – по чему я отвечаю; спросить об одном или убрать его
/voices – текст документа по голосам
/brief – главное из каждого документа
/new – начать заново
/settings – голоса, длина, язык
/forget – стереть всё, что хранится об этом чате
/privacy – что хранится
В группах: /ask и вопрос, упоминание или ответ мне.""",
    privacy="""\
Об этом чате хранятся: вопросы с ответами (чтобы работали уточнения и кнопки), присланные сюда документы, \
настройки и число вопросов. Ничего из этого не видно в других чатах. Тексты сообщений никогда не пишутся в \
журнал. /forget стирает всё.""",
    looking="Ищу …",
    ask_what="Напишите вопрос после команды: /ask What did the minister say?",
    documents=lambda count: _counted(count, "документ", "документа", "документов"),
    no_documents="Документов пока нет. Пришлите файл, перешлите запись или пришлите веб-адрес.",
    reading="Читаю {name} …",
    fetching="Загружаю {name} …",
    labelling="Разбираю, кто что говорит в {name} …",
    added="Прочитано: {name}",
    known_already="Это у меня уже есть: {name}",
    removed="Убрано: {name}",
    remove="Убрать {number}",
    ask_about="Спросить о {number}",
    voices_of="Голоса {number}",
    too_big="В этом файле {size} МБ; я беру не больше {limit} МБ.",
    cannot_read="Не могу прочитать {name}: {reason}.",
    cannot_fetch="Не могу загрузить этот адрес: {reason}",
    not_downloaded="Telegram его не отдал; пришлите снова",
    ask_about_it="Спросить о нём",
    voices_of_it="Его голоса",
    remove_it="Убрать",
    troubles=MappingProxyType(
        {
            "NOT_PUBLIC": "он не общедоступен.",
            "NOT_AN_ADDRESS": "это не веб-адрес, который мне подходит.",
            "UNREACHABLE": "там никто не отвечает.",
            "TOO_LARGE": "страница слишком велика.",
            "TOO_SLOW": "это слишком долго.",
            "REFUSED": "страницы нет или её не отдают.",
            "TOO_MANY_HOPS": "он водит по кругу.",
        }
    ),
    no_text="Там нет текста.",
    too_many_documents="В этом чате уже {limit} документов. Уберите лишние: /documents",
    only_admins="Это могут только администраторы этого чата.",
    only_operators="Это могут только операторы бота.",
    operator_added="Добавлено в общие документы: {name}",
    gone_document="Этого документа здесь больше нет.",
    of_this_chat="этого чата",
    inline_hint="Напишите вопрос со знаком ? в конце",
    whole_answer="Весь ответ",
    add_what="Ответьте этой командой на файл или запись, или напишите после неё адрес.",
    next_page="Дальше",
    which_document="Какой документ? Выберите:",
    shares="Доля текста",
    quoted_most="Чаще всего цитируются",
    times=lambda count: _counted(count, "раз", "раза", "раз"),
    nobody_quoted="Никто не цитируется.",
    as_file="Весь текст по голосам — в файле.",
    page_debris="опущено как мусор страницы",
    briefing="Сводка: {count}",
    briefing_since=" с {since}",
    briefing_empty="С {since} ничего нового.",
    briefing_nothing="Ничего не выделяется.",
    bad_when="«{when}» — не время: напишите 2026-11-24, yesterday или 7 days.",
    settings="Настройки этого чата",
    setting_voices="Голоса",
    setting_length="Длина",
    setting_language="Язык",
    lengths=MappingProxyType({"short": "коротко", "normal": "обычно", "long": "подробно"}),
    saved="Сохранено.",
    everything_shown="Это всё.",
    forget_sure=(
        "Стереть всё, что хранится об этом чате: вопросы, ответы, документы и настройки? "
        "Вернуть будет нельзя."
    ),
    forget_yes="Стереть",
    forget_no="Оставить",
    forgotten="Стёрто. Об этом чате ничего не хранится.",
    kept="Ничего не стёрто.",
    not_allowed="Этот бот отвечает не всем, и вас нет в списке. Оператор может вас добавить: id {id}.",
    chat_not_allowed="Этот бот не отвечает в этом чате. Оператор может добавить чат: id {id}.",
    too_fast="Слишком много вопросов сразу. Попробуйте снова через {seconds} с.",
    budget_spent="Дневной запас исчерпан. Новый начнётся завтра (UTC).",
    no_budget="Запас здесь равен 0: на вопросы не отвечают. Оператор может это изменить.",
    failed="Что-то пошло не так, и ответа не получилось. Спросите, пожалуйста, снова.",
    stats=(
        "Чатов: личных {private}, групп {groups}, каналов {channels}, из них молчат {silenced}\n"
        "Пользователей: {users}\nВопросов: {questions}, сегодня {today} (без ответа {not_found})\n"
        "Документов: в чатах {documents}, общих {common}\nТокенов сегодня: {tokens}"
    ),
    commands=MappingProxyType(
        {
            "ask": "задать вопрос",
            "new": "начать заново",
            "documents": "по чему я отвечаю",
            "voices": "текст документа по голосам",
            "brief": "главное из каждого документа",
            "settings": "голоса, длина, язык",
            "forget": "стереть всё об этом чате",
            "privacy": "что хранится",
            "help": "как спрашивать",
        }
    ),
    operator_commands=MappingProxyType({"stats": "числа", "publish": "ответом на файл: для всех"}),
    about=(
        "Отвечаю на вопросы о новостных статьях и показываю, кто что говорит: сообщается, по словам других "
        "или мнение автора. К каждому утверждению — дословный отрывок."
    ),
    short_about="Ответы по документам: видно, кто что говорит, с дословными отрывками.",
)
