"""What the bot says in Telegram, in Russian."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import Final

from briefing.schedule import Schedule
from chat.telegram.words import Words
from index.model import Voice


def _counted(count: int, one: str, few: str, many: str) -> str:
    """The count with its noun in the form that Russian asks for."""
    last, lasts = count % 10, count % 100
    if last == 1 and lasts != 11:
        return f"{count} {one}"
    return f"{count} {few if 2 <= last <= 4 and not 12 <= lasts <= 14 else many}"


_DAYS = (
    "понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам", "воскресеньям",
)  # fmt: skip
_NAMED = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_WORKDAYS, _ALL_DAYS = 5, 7


def _schedule(schedule: Schedule) -> str:
    """What was understood: «по будням в 18:30, Europe/Berlin»."""
    days = sorted(schedule.days)
    named = [_DAYS[day] for day in days]
    when = "по " + (f"{', '.join(named[:-1])} и {named[-1]}" if len(named) > 1 else named[0])
    if len(days) == _ALL_DAYS:
        when = "каждый день"
    elif days == list(range(_WORKDAYS)):
        when = "по будням"
    if len(schedule.times) > 1:
        step = 24 // len(schedule.times)
        when = "каждый час" if step == 1 else f"каждые {_counted(step, 'час', 'часа', 'часов')} с 00:00"
        return f"{when}, {schedule.zone}"
    return f"{when} в {schedule.times[0]:%H:%M}, {schedule.zone}"


def _moment(moment: datetime) -> str:
    """«вторник, 24 ноября, 08:00», на часах самого момента."""
    day = f"{_NAMED[moment.weekday()]}, {moment.day} {_MONTHS[moment.month - 1]}"
    return f"{day}, {moment:%H:%M}"


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
    parts_not_found="В документах не говорится: {questions}",
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
    written_by="Написано моделью {model}; каждое утверждение проверено по цитатам. Токенов: "
    "{prompt} + {completion}{cost}.",
    unaided="Служба эмбеддингов не ответила: найдено по словам и одной встроенной моделью.",
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
/brief – что говорят новейшие документы; /brief 7 дней – все с тех пор
/subscribe – сводка нового в ваш час: /subscribe ежедневно 08:00
/subscriptions – пауза и отмена
/watch – лента или страница, новое оттуда читаю для этого чата; /watching – прекратить
/new – начать заново
/settings – голоса, длина, язык
/forget – стереть всё, что хранится об этом чате
/privacy – что хранится
В группах: /ask и вопрос, упоминание или ответ мне.""",
    help_group="""\
Спросите командой /ask с вопросом, упоминанием или ответом на моё сообщение. Если спросить в ответ на чужие \
слова, я учту и их.

/brief – что говорят новейшие документы; /brief 7 дней – все с тех пор
/documents – по чему я отвечаю; спросить об одном
/voices – текст документа по голосам
/new – начать заново
/privacy – что хранится

Для администраторов:
/add – в ответ на файл, запись или адрес: прочту это только для этого чата
/subscribe – сводка нового в ваш час: /subscribe ежедневно 08:00
/subscriptions – пауза и отмена
/watch – лента или страница, новое оттуда читаю для этого чата; /watching – прекратить
/settings – голоса, длина, язык
/forget – стереть всё, что хранится об этом чате""",
    help_operator="""\
Для операторов:
/publish – в ответ на файл, запись или адрес: прочту это для всех
/stats – числа""",
    privacy="""\
Об этом чате хранятся: вопросы с ответами (чтобы работали уточнения и кнопки), присланные сюда документы, \
за чем слежу, подписки с их сводками, настройки и число вопросов. Ничего из этого не видно в других \
чатах. Тексты сообщений никогда не пишутся в журнал. /forget стирает всё.""",
    looking="Ищу …",
    ask_what="Напишите вопрос после команды: /ask What did the minister say?",
    unknown_command="Такой команды я не знаю. Знаю эти:",
    only_words=(
        "Я читаю слова: вопрос, файл с текстом, пересланную запись, веб-адрес. Картинки, звук и места я "
        "прочесть не могу."
    ),
    greeted="Здравствуйте! Я отвечаю на вопросы о документах; сейчас их у меня: {count}.",
    thanked="Пожалуйста.",
    nothing_asked="Спросите о документах своими словами. Что ещё я умею: /help",
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
            "BUSY": "сервер просит пока его не беспокоить.",
            "FAILED": "на сервере ошибка.",
            "BROKEN": "это не лента и не страница, которую я могу прочитать.",
            "GONE": "этого больше нет.",
            "NOT_KEPT": "не нашлось места, или не удалось записать.",
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
    bad_when="«{when}» — не время: напишите 2026-11-24, вчера или 7 дней.",
    more_on="Ещё о {number}",
    nothing_more="Это всё, что говорят об этом документы.",
    also_told_by="также в",
    left_out="Здесь не рассказано: {count}. Список: /documents",
    carried_by=lambda count: _counted(count, "документ", "документа", "документов"),
    carried_unnamed="{count}; источник не назван нигде",
    carried_named="{count}; в других по словам: {names}",
    differs=MappingProxyType(
        {
            "number": "Документы расходятся в числе",
            "date": "Документы расходятся в дате",
            "who": "Документы расходятся в том, кто это сделал",
            "outcome": "Документы противоречат друг другу",
        }
    ),
    subscribe_how="""\
Я могу присылать сводку нового в ваш час. Напишите, например:
/subscribe ежедневно 08:00
/subscribe по будням 18:30 Europe/Moscow
/subscribe понедельник 9:00 про shipping
/subscribe каждые 6 часов, только факты
/subscribe @channel ежедневно 08:00 – канал, где мы с вами администраторы

/subscriptions – список; /brief – сводка сразу.""",
    bad_schedule=(
        "Не понял, когда. Напишите, например: ежедневно 08:00 или по будням 18:30 Europe/Moscow. ({reason})"
    ),
    subscribed="Понял: сводка {what}.",
    subscribed_elsewhere="Понял: сводка в «{title}» {what}.",
    subscribed_already="Такая уже есть: сводка {what}.",
    about_topic="Только о теме: {topic}.",
    in_voices="Только {voices}.",
    zone_hint="Это часы по UTC. Чтобы шли по вашим, назовите пояс: /subscribe ежедневно 08:00 Europe/Moscow",
    nothing_is_silent="Если нового нет, я молчу. Изменить или отменить: /subscriptions",
    nothing_is_told="сообщает, если нового нет",
    too_many_subscriptions="Подписок здесь уже {limit}. Сначала отмените одну: /subscriptions",
    channel_from_private="Подпишите канал из личного чата со мной или записью в самом канале.",
    no_such_channel=(
        "Не вижу канала {name}. Сделайте меня его администратором с правом публиковать и попробуйте снова."
    ),
    not_your_channel="Подписать {name} могут только его администраторы.",
    not_my_channel="Мне нельзя публиковать в {name}. Сделайте меня администратором с правом публиковать.",
    subscriptions="Подписки",
    no_subscriptions="Подписок здесь нет. Например: /subscribe ежедневно 08:00",
    next_time="следующая: {moment}",
    paused="на паузе",
    paused_unreachable="на паузе: туда не удалось написать",
    pause="Пауза {number}",
    resume="Продолжить {number}",
    mention_nothing="Сообщать, если нового нет ({number})",
    omit_nothing="Молчать, если нового нет ({number})",
    unsubscribed="Отменено: сводка {what}.",
    unsubscribe_which="Какую? /unsubscribe {number} отменит её, /unsubscribe all – все.",
    gone_subscription="Этой подписки больше нет.",
    morning="Новое: {count}",
    nothing_new="С {moment} ничего нового.",
    nothing_new_about="С {moment} ничего нового о теме: {topic}.",
    late="Это должно было прийти {moment}; тогда я не работал.",
    silenced="Сводки в «{title}» на паузе: я больше не могу туда писать. Потом продолжить: /subscriptions",
    schedule=_schedule,
    moment=_moment,
    watch_how="""\
Напишите за командой адрес ленты или страницы: /watch https://example.org/feed
Новое оттуда я читаю только для этого чата. /watching показывает, за чем я слежу, и прекращает это.""",
    watch_looking="Смотрю {address} …",
    watch_feed=(
        "Слежу за «{title}». Читаю последнее оттуда ({count}), а новое — по мере появления. "
        "/watching показывает список; /subscribe ежедневно 08:00 — сводка нового."
    ),
    watch_page="Слежу за страницей «{title}»: прочитал её и прочитаю снова, когда она изменится.",
    watch_its_feed="Лучше следить за её лентой",
    watch_known="За этим здесь уже слежу: {title}",
    watch_not="Не могу следить за {address}: {reason}",
    too_many_watched="Источников здесь уже {limit}. Сначала прекратите один: /watching",
    watching="За чем слежу для этого чата",
    no_watched="Здесь я ни за чем не слежу. Например: /watch https://example.org/feed",
    entries=lambda count: _counted(count, "запись", "записи", "записей"),
    watch_stop="Прекратить {number}",
    watch_ended="Больше не слежу: {title}. Прочитанное остаётся: /documents",
    watch_not_yet="ещё не смотрел",
    watch_gone="«{title}» больше нет, и я за этим больше не слежу. Прочитанное остаётся.",
    gone_source="За этим уже не слежу.",
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
        "Чатов: личных {private}, групп {groups}, каналов {channels}; закрыты для меня: {silenced}\n"
        "Пользователей: {users}\nВопросов: {questions}; сегодня {today}, из них без ответа {not_found}\n"
        "Документов: общих {common}, в чатах {documents}\nТокенов сегодня: {tokens}"
    ),
    stats_cost="Стоимость хранимых ответов: {cost}, сегодня {today}",
    commands=MappingProxyType(
        {
            "ask": "задать вопрос",
            "add": "прочитать для этого чата то, на что отвечаете",
            "new": "начать заново",
            "documents": "по чему я отвечаю",
            "voices": "текст документа по голосам",
            "brief": "что нового, сразу",
            "subscribe": "сводка в ваш час",
            "subscriptions": "пауза и отмена сводок",
            "unsubscribe": "отменить сводку",
            "watch": "читать ленту или страницу, когда она меняется",
            "watching": "за чем слежу; прекратить",
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
