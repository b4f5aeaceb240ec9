"""What does the bot say in its own words? Every sentence, in Arabic and English, side by side in meaning.

None of them says anything about the world: that is left to the documents. Text in braces is filled in by
`str.format`; no sentence carries markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval import FilterFault, Half, IngestOutcome, Language, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Messages:
    """The sentences of one language."""

    language: Language

    # commands
    welcome: str
    help_asking: str
    help_reading: str
    help_commands: str
    console_welcome: str
    start_command: str
    help_command: str
    sources_command: str
    source_command: str
    said_command: str
    new_command: str
    latest_command: str
    from_command: str
    to_command: str
    outlet_command: str
    settings_command: str
    forget_command: str
    privacy_command: str

    # around excerpts and documents
    by_speaker: str
    continued: str
    paragraph: str
    undated: str
    implied: str
    also_in: str
    more_places: str
    untitled: str
    page: str
    cited_in_bold: str
    separator: str
    previous: str
    next: str

    # below an answer
    more_results: str
    all_said: str
    whole_document: str
    others_heading: str
    vote_noted: str
    note_caption: str
    note_title: str
    note_asked: str
    note_lacks: str
    no_longer: str

    # filters and settings
    only: str
    not_before: str
    not_after: str
    of_outlet: str
    conditions_set: str
    conditions_lifted: str
    settings_heading: str
    settings_language: str
    settings_results: str
    settings_conditions: str
    settings_hint: str
    language_names: Mapping[Language | None, str]
    lift: str
    new_talk: str
    forgotten: str
    privacy: str

    # who may do what
    not_invited: str
    not_administrator: str
    file_too_large: str
    file_unread: str
    file_read: str
    file_gone: str
    outcomes: Mapping[IngestOutcome, str]
    more_documents: str
    remove_usage: str
    remove_question: str
    remove_button: str
    removed: str
    statistics: str

    # inline mode
    inline_hint: str
    inline_nothing: str
    inline_document: str

    # lists of documents
    latest_heading: str
    sources_heading: str
    sources_hint: str
    no_documents: str
    source_usage: str
    source_unknown: str

    # whom the archive quotes, and with what
    speakers_heading: str
    speakers_hint: str
    no_speakers: str
    said_counts: str
    said_by: str
    nobody_known: str
    cue: str
    said_unknown: str
    said_unknown_number: str
    said_nearest: str
    said_several: str

    # which half of a question without an answer the archive has
    halves: Mapping[Half, str]
    quoted_count: str
    comma: str
    ask_instead: str

    # what cannot be answered
    unanswered: Mapping[Reason, str]
    unreadable_filter: Mapping[FilterFault, str]
    undated_left_out: str
    text_only: str
    unknown_command: str
    old_button: str
    failed: str
    search_down: str
    too_many: str


ENGLISH = Messages(
    language=Language.ENGLISH,
    welcome="""\
Welcome! Ask me what the documents of this archive of Arabic news say. I answer with their own words only: each \
excerpt is verbatim and names its document, its date and, where it is known, its speaker. When the archive has no \
answer, I say so.

Just write a question, in Arabic or in English:
• What did Lavrov say about the Nusra Front?
• ماذا قال كيري عن وقف إطلاق النار؟

/sources lists the documents, /help says more.""",
    help_asking="""\
How to ask
• Write one question a message, in Arabic or in English. The excerpts stay in the language of their documents.
• Naming a person (“What did … say about …?”) asks for that person's words.
• A time (“in July 2016”, “last week”) asks for what was printed or happened then.
• from:2016-07-01, to:2016-07 and source:BBC, anywhere in a question, leave out every other document, for that \
question only.
• /from, /to and /outlet leave them out of all answers in this chat; /settings shows them.
• A follow-up (“And about the truce?”) leans on your questions of the last hour; /new begins anew.
• Correct a question by editing it: the answer follows.""",
    help_reading="""\
How to read an answer
• The best excerpt comes first. Words in bold are those that you asked for.
• A name above an excerpt is the person whom the document credits with the words; otherwise they are the document's own.
• ≈ before a date means that the text implies it; otherwise the document states it.
• 🔍 shows the sentences around an excerpt and leads to its document, ⧉ the other places that print the same, 🗣 all \
that its speaker said, 📝 sends the answer as a file. 👍 and 👎 help to make the answers better.""",
    help_commands="""\
Commands
/sources – all documents, with dates
/source N – read document N of that list (or name its id)
/said – whom the documents quote
/said and a name – what that person said, document by document
/latest – the newest documents
/from 2016-07-01, /to 2016-07, /outlet BBC – ask only such documents; without a value, all again
/settings – language, number of excerpts, conditions
/new – begin anew
/forget – delete all that is kept of you
/privacy – what is kept, and for how long
/help – this text""",
    console_welcome="Ask in Arabic or English; /help says more, /quit or Ctrl-D ends.",
    start_command="Welcome, and begin anew",
    help_command="How to ask, and how to read an answer",
    sources_command="All documents of the archive, with dates",
    source_command="Read a document: /source N",
    said_command="What somebody said: /said and a name; without one, whom the documents quote",
    new_command="Begin anew: the next question leans on none before",
    latest_command="The newest documents",
    from_command="Ask only documents since a date: /from 2016-07-01; without one, all again",
    to_command="Ask only documents up to a date: /to 2016-07; without one, all again",
    outlet_command="Ask only one outlet: /outlet BBC; without a name, all again",
    settings_command="Language, number of excerpts and conditions of this chat",
    forget_command="Delete all that is kept of you",
    privacy_command="What is kept of you, and for how long",
    more_results="More results ▶",
    all_said="🗣 All that {name} said",
    whole_document="📄 Whole document",
    others_heading="The same words stand in other places too: {count}",
    vote_noted="Thank you, noted.",
    note_caption="The answer with its sources",
    note_title="What the archive says",
    note_asked="Asked on {date}",
    note_lacks="{sign} stands for a character that cannot be printed here; the Markdown file has it.",
    no_longer="I no longer know the question of this answer. Please send it again.",
    only="Only documents: {conditions}",
    not_before="from {date}",
    not_after="to {date}",
    of_outlet="outlet {name}",
    conditions_set="In this chat I ask only documents: {conditions}. /settings shows and lifts this.",
    conditions_lifted="In this chat I ask all documents.",
    settings_heading="Settings of this chat",
    settings_language="Language: {language}",
    settings_results="Excerpts on a page: {count}",
    settings_conditions="Only documents: {conditions}",
    settings_hint="/from, /to and /outlet with a value set conditions.",
    language_names={None: "as your app", Language.ARABIC: "العربية", Language.ENGLISH: "English"},
    lift="All documents again",
    new_talk="A new talk begins: your next question leans on none before.",
    forgotten="Deleted: your questions, your votes and the settings of our private chat. /privacy says what a \
bot cannot delete.",
    privacy="""\
What is kept of you
• Your questions, for {days} days, so that the buttons below an answer work; for an hour, further questions \
lean on them.
• 👍 and 👎 with the question and the excerpts, for {vote_days} days, so that the answers can be made better; who \
pressed is not told when they are looked at.
• The settings of a chat, until you change them.
• The number and time of your messages, for {days} days, without their words; the words only of those that \
could not be answered.
/forget deletes all of it at once, but for the number and time of the message that asks so. In groups I see \
only commands, mentions and replies to me. What stands in the chat itself is yours to delete. Nothing is handed \
to anybody.
Your number at Telegram is {number}.""",
    not_invited="This bot answers invited readers only. Your number is {number}; whoever runs the bot can let you in.",
    not_administrator="Only those who run this bot can do that.",
    file_too_large="The file is too large: at most {megabytes} MB can be sent here. Larger ones can be added on \
the bot's machine, with “python -m retrieval ingest”.",
    file_unread="I read {suffixes} only. {name} is none of these.",
    file_read="Read: {name}",
    file_gone="Telegram does not hand out this file any more. Please send it again.",
    outcomes={
        IngestOutcome.ADDED: "added",
        IngestOutcome.UNCHANGED: "was there already",
        IngestOutcome.CHANGED: "replaces an older text of the same name",
        IngestOutcome.REFUSED: "not added: {detail}",
    },
    more_documents="and {count} more documents",
    remove_usage="Which document? Write its number in /sources or its id, for example /remove 3.",
    remove_question="Remove this document from the archive?",
    remove_button="🗑 Remove",
    removed="Removed: {name}",
    statistics="""\
Documents: {documents}
Sentences: {sentences}
Statements: {quotations}, of which without a speaker: {nobody}
Speakers: {speakers}
Questions kept: {asked}
Votes: 👍 {up} 👎 {down}""",
    inline_hint="Type a question for excerpts to send",
    inline_nothing="Nothing found; ask me in private",
    inline_document="Read the document",
    latest_heading="The newest documents",
    by_speaker="Speaker: {speaker}",
    continued="(continued)",
    paragraph="¶ {paragraph}",
    undated="undated",
    implied="≈ {date} (implied by the text)",
    also_in="Also in:",
    more_places="and {count} more",
    untitled="untitled",
    page="page {page} of {pages}",
    cited_in_bold="The cited words are in bold.",
    separator=" · ",
    previous="◀ Previous",
    next="Next ▶",
    sources_heading="Documents in the archive: {count}",
    sources_hint="Tap a /source line to read the document.",
    no_documents="The archive has no document yet. Whoever runs it can add some with “python -m retrieval ingest”.",
    source_usage="Which document? Write its number in /sources, for example /source 1, or its id.",
    source_unknown="No document of the archive has the number or id {name}. /sources lists them all.",
    speakers_heading="Quoted in the archive: {count}",
    speakers_hint="Tap a /said line to read what somebody said, or write /said and a name.",
    no_speakers="The documents of the archive quote nobody yet.",
    said_counts="statements: {quotations} · documents: {documents}",
    said_by="What {name} said",
    nobody_known="unnamed speaker",
    cue="cue: {cue}",
    said_unknown="The documents quote nobody whom {name} means. /said lists whom they quote.",
    said_unknown_number="The archive has no speaker of the number {name}. /said lists whom the documents quote.",
    said_nearest="Perhaps you mean:",
    said_several="Several speakers go by {name}. Tap the one you mean:",
    halves={
        Half.QUOTED: "The archive quotes {quoted}.",
        Half.NOT_ON_TOPIC: "The archive quotes {quoted}, but not on “{topic}”.",
        Half.UNKNOWN: "The archive quotes nobody whom “{asked}” means.",
        Half.UNTIMELY: "Without the time that you ask for there is an answer.",
        Half.OTHERS: "On “{topic}” it quotes: {others}.",
        Half.TOLD: "It tells of “{topic}” in: {title}.",
        Half.NOTHING: "Nothing clearly on “{topic}” was found either.",
    },
    quoted_count="{name} (statements: {count})",
    comma=", ",
    ask_instead="Ask:",
    unanswered={
        Reason.EMPTY_QUESTION: (
            "I see no word in that. Please write a question, for example: What did Lavrov say about the Nusra Front?"
        ),
        Reason.QUESTION_TOO_LONG: "That question is too long for me. Please ask for one thing in a sentence or two.",
        Reason.EMPTY_ARCHIVE: (
            "The archive is empty, so there is nothing to quote yet. Please try again once documents were added."
        ),
        Reason.NOTHING_MATCHED: (
            "Not in the archive: no document holds the words of your question. "
            "Try other words or the Arabic name, or see /sources for what there is."
        ),
        Reason.NOT_COVERED: (
            "Not in the archive: some of your words occur, but nowhere what you ask. "
            "Try to ask for one thing, in other words, or see /sources for what there is."
        ),
        Reason.SPEAKER_NOT_QUOTED: (
            "Not in the archive: no document quotes that person on this. "
            "Try the topic without the name, or the name with another topic; /sources lists what there is."
        ),
        Reason.FILTERED_OUT: (
            "Not in the archive: it has no document of that time or outlet. "
            "Try a wider from:, to: or source:, or see /sources for what there is."
        ),
    },
    unreadable_filter={
        FilterFault.DATE: (
            "I cannot read {value} as a date. Please write {name}:2016-07-27, {name}:2016-07 or {name}:2016."
        ),
        FilterFault.ORDER: (
            "Nothing lies in {name}:{value}. Please write the earlier date behind from: and the later one behind to:."
        ),
        FilterFault.SOURCE: "I see no outlet's name in {name}:{value}. Please write a part of one, such as {name}:BBC.",
    },
    undated_left_out="Documents left out because nobody knows their date: {count}",
    text_only="I read text only. Please write your question as a text message.",
    unknown_command="I do not know that command. /help lists those that I know; a question needs none.",
    old_button="This button is out of date. Please send the command or the question again.",
    failed="Sorry, something went wrong here and I could not answer. Please try again in a moment.",
    search_down="The search is down at the moment. Your message is kept and will be answered as soon as it is back.",
    too_many="You have {count} messages waiting here already, which I answer one after the other. This one was not \
kept: please send it again once they are answered.",
)

ARABIC = Messages(
    language=Language.ARABIC,
    welcome="""\
أهلًا بك! اسألني عمّا تقوله وثائق هذا الأرشيف من الأخبار العربية. أجيب بكلماتها وحدها: كل مقتطف منقول بحرفه، \
ومعه وثيقته وتاريخه، وقائله إن عُرف. وإن لم يكن في الأرشيف جواب قلت ذلك.

اكتب سؤالك بالعربية أو بالإنجليزية:
• ماذا قال لافروف عن جبهة النصرة؟
• What did Kerry say about the ceasefire?

الأمر /sources يعرض الوثائق، والأمر /help يشرح المزيد.""",
    help_asking="""\
كيف تسأل
• اكتب سؤالًا واحدًا في كل رسالة، بالعربية أو بالإنجليزية. وتبقى المقتطفات بلغة وثائقها.
• إذا سمّيت شخصًا («ماذا قال … عن …؟») بحثتُ عن كلامه هو.
• إذا ذكرت زمنًا («في تموز 2016»، «الأسبوع الماضي») بحثتُ عمّا نُشر أو حدث فيه.
• الكلمات from:2016-07-01 وto:2016-07 وsource:BBC، في أي موضع من السؤال، تستبعد ما عداها من الوثائق، في ذلك السؤال وحده.
• الأوامر /from و/to و/outlet تستبعدها من كل الأجوبة في هذه المحادثة، والأمر /settings يعرضها.
• سؤال المتابعة («وماذا عن الهدنة؟») يستند إلى أسئلتك في الساعة الأخيرة، والأمر /new يبدأ من جديد.
• صحّح سؤالك بتعديل رسالته، فيتغيّر الجواب معه.""",
    help_reading="""\
كيف تقرأ الجواب
• أفضل مقتطف يأتي أولًا. والكلمات بالخط العريض هي التي سألت عنها.
• الاسم فوق المقتطف هو من تنسب إليه الوثيقة هذا الكلام، وما لا اسم فوقه فهو كلام الوثيقة نفسها.
• العلامة ≈ قبل التاريخ تعني أنه مستنتج من النص، وما عداه مذكور في الوثيقة.
• الزر 🔍 يعرض الجمل المحيطة بالمقتطف ويقود إلى وثيقته، والزر ⧉ المواضع الأخرى التي ورد فيها الكلام نفسه، والزر \
🗣 كل أقوال صاحبه، والزر 📝 يرسل الجواب ملفًّا. والزران 👍 و👎 يساعدان على تحسين الأجوبة.""",
    help_commands="""\
الأوامر
الأمر /sources – كل الوثائق بتواريخها
الأمر /source مع رقم – قراءة الوثيقة ذات الرقم في تلك القائمة (أو اكتب معرّفها)
الأمر /said – من تنقل الوثائق أقوالهم
الأمر /said مع اسم – ما قاله صاحب الاسم، وثيقة بعد وثيقة
الأمر /latest – أحدث الوثائق
الأوامر /from 2016-07-01 و/to 2016-07 و/outlet BBC – السؤال في مثل هذه الوثائق وحدها، وبلا قيمة في كلها
الأمر /settings – اللغة وعدد المقتطفات والشروط
الأمر /new – البدء من جديد
الأمر /forget – حذف كل ما يُحفظ عنك
الأمر /privacy – ما الذي يُحفظ، وإلى متى
الأمر /help – هذا النص""",
    console_welcome="اسأل بالعربية أو بالإنجليزية؛ /help للمساعدة، و/quit أو Ctrl-D للخروج.",
    start_command="ترحيب وبدء من جديد",
    help_command="كيف تسأل وكيف تقرأ الجواب",
    sources_command="كل وثائق الأرشيف بتواريخها",
    source_command="قراءة وثيقة: الأمر ثم رقمها",
    said_command="أقوال شخص: الأمر ثم اسمه، وبلا اسم قائمة من تنقل الوثائق أقوالهم",
    new_command="البدء من جديد: لا يستند السؤال التالي إلى ما قبله",
    latest_command="أحدث الوثائق",
    from_command="السؤال في الوثائق منذ تاريخ: /from 2016-07-01، وبلا تاريخ في كلها",
    to_command="السؤال في الوثائق حتى تاريخ: /to 2016-07، وبلا تاريخ في كلها",
    outlet_command="السؤال في مصدر واحد: /outlet BBC، وبلا اسم في كل المصادر",
    settings_command="اللغة وعدد المقتطفات والشروط في هذه المحادثة",
    forget_command="حذف كل ما يُحفظ عنك",
    privacy_command="ما الذي يُحفظ عنك، وإلى متى",
    more_results="المزيد ◀",
    all_said="🗣 كل أقوال {name}",
    whole_document="📄 الوثيقة كاملة",
    others_heading="عدد المواضع الأخرى التي ورد فيها الكلام نفسه: {count}",
    vote_noted="شكرًا، سُجّل رأيك.",
    note_caption="الجواب مع مصادره",
    note_title="ما يقوله الأرشيف",
    note_asked="سُئل في {date}",
    note_lacks="العلامة {sign} في موضع حرف لا يمكن طبعه هنا، وهو في ملف Markdown كما هو.",
    no_longer="لم أعد أعرف سؤال هذا الجواب. أعد إرساله من فضلك.",
    only="من الوثائق التالية وحدها: {conditions}",
    not_before="منذ {date}",
    not_after="حتى {date}",
    of_outlet="مصدرها {name}",
    conditions_set="أسأل في هذه المحادثة الوثائق التالية فقط: {conditions}. الأمر /settings يعرض ذلك ويرفعه.",
    conditions_lifted="أسأل في هذه المحادثة كل الوثائق.",
    settings_heading="إعدادات هذه المحادثة",
    settings_language="اللغة: {language}",
    settings_results="عدد المقتطفات في الصفحة: {count}",
    settings_conditions="من الوثائق التالية وحدها: {conditions}",
    settings_hint="الأوامر /from و/to و/outlet مع قيمة تضع الشروط.",
    language_names={None: "لغة التطبيق", Language.ARABIC: "العربية", Language.ENGLISH: "English"},
    lift="كل الوثائق من جديد",
    new_talk="نبدأ من جديد: لن يستند سؤالك التالي إلى ما قبله.",
    forgotten="حُذفت أسئلتك وآراؤك وإعدادات محادثتنا الخاصة. الأمر /privacy يذكر ما لا يستطيع البوت حذفه.",
    privacy="""\
ما الذي يُحفظ عنك
• أسئلتك مدة {days} أيام، كي تعمل الأزرار تحت الأجوبة، وتستند إليها أسئلتك التالية مدة ساعة.
• رأيك (👍 أو 👎) مع السؤال والمقتطفات مدة {vote_days} يومًا، لتحسين الأجوبة. ولا يُذكر صاحب الرأي عند مراجعتها.
• إعدادات المحادثة، إلى أن تغيّرها.
• أرقام رسائلك وأوقاتها مدة {days} أيام بلا كلماتها، أما الكلمات فلا تُحفظ إلا لما تعذّرت الإجابة عنه.
الأمر /forget يحذف ذلك كله فورًا، إلا رقم الرسالة التي تطلب ذلك ووقتها. وفي المجموعات لا أرى إلا الأوامر وما \
يذكر اسمي والردود عليّ. أما ما في المحادثة نفسها فلك أن تحذفه. ولا يُسلَّم شيء لأحد.
رقمك في تيليغرام {number}.""",
    not_invited="هذا البوت يجيب المدعوين فقط. رقمك {number}، ويستطيع القائم على البوت أن يأذن لك.",
    not_administrator="هذا للقائمين على البوت وحدهم.",
    file_too_large="الملف أكبر مما يُقبل هنا، وأقصاه {megabytes} ميغابايت. ويمكن إضافة ما هو أكبر على جهاز \
البوت بالأمر «python -m retrieval ingest».",
    file_unread="أقرأ {suffixes} فقط، وليس {name} منها.",
    file_read="قُرئ: {name}",
    file_gone="لم يعد تيليغرام يسلّم هذا الملف. أعد إرساله من فضلك.",
    outcomes={
        IngestOutcome.ADDED: "أضيف",
        IngestOutcome.UNCHANGED: "كان موجودًا",
        IngestOutcome.CHANGED: "حلّ محل نص أقدم بالاسم نفسه",
        IngestOutcome.REFUSED: "لم يُضف: {detail}",
    },
    more_documents="ووثائق أخرى عددها {count}",
    remove_usage="أي وثيقة؟ اكتب رقمها في /sources أو معرّفها، مثل /remove 3.",
    remove_question="هل تُحذف هذه الوثيقة من الأرشيف؟",
    remove_button="🗑 حذف",
    removed="حُذفت: {name}",
    statistics="""\
الوثائق: {documents}
الجمل: {sentences}
الأقوال: {quotations}، ومنها بلا قائل: {nobody}
المتحدثون: {speakers}
الأسئلة المحفوظة: {asked}
الآراء: 👍 {up} 👎 {down}""",
    inline_hint="اكتب سؤالًا لترسل مقتطفات",
    inline_nothing="لم يُعثر على شيء، اسألني على انفراد",
    inline_document="قراءة الوثيقة",
    latest_heading="أحدث الوثائق",
    by_speaker="المتحدث: {speaker}",
    continued="(تتمة)",
    paragraph="الفقرة {paragraph}",
    undated="بلا تاريخ",
    implied="≈ {date} (مستنتج من النص)",
    also_in="ورد أيضًا في:",
    more_places="ومواضع أخرى عددها {count}",
    untitled="بلا عنوان",
    page="الصفحة {page} من {pages}",
    cited_in_bold="الكلمات المقتبسة بالخط العريض.",
    separator=" · ",
    previous="السابق ▶",
    next="التالي ◀",
    sources_heading="عدد وثائق الأرشيف: {count}",
    sources_hint="اضغط على سطر /source لقراءة الوثيقة.",
    no_documents="ليست في الأرشيف أي وثيقة بعد. يستطيع القائم عليه إضافة الوثائق بالأمر «python -m retrieval ingest».",
    source_usage="أي وثيقة تريد؟ اكتب رقمها في /sources، مثل /source 1، أو معرّفها.",
    source_unknown="لا وثيقة في الأرشيف بالرقم أو المعرّف {name}. الأمر /sources يعرضها كلها.",
    speakers_heading="عدد من ينقل الأرشيف أقوالهم: {count}",
    speakers_hint="اضغط على سطر /said لقراءة أقوال صاحبه، أو اكتب /said ثم الاسم.",
    no_speakers="لا تنقل وثائق الأرشيف أقوال أحد بعد.",
    said_counts="الأقوال: {quotations} · الوثائق: {documents}",
    said_by="أقوال {name}",
    nobody_known="قائل غير مسمّى",
    cue="فعل القول: {cue}",
    said_unknown="لا تنقل الوثائق قولًا لمن يُقصد بـ{name}. الأمر /said يعرض من تنقل أقوالهم.",
    said_unknown_number="لا متحدث في الأرشيف بالرقم {name}. الأمر /said يعرض من تنقل الوثائق أقوالهم.",
    said_nearest="لعلك تقصد:",
    said_several="أكثر من متحدث يُقصد بـ{name}. اضغط على من تريد:",
    halves={
        Half.QUOTED: "ينقل الأرشيف أقوال: {quoted}.",
        Half.NOT_ON_TOPIC: "ينقل الأرشيف أقوال: {quoted}، ولكن ليس عن «{topic}».",
        Half.UNKNOWN: "لا ينقل الأرشيف قولًا لمن يُقصد بـ«{asked}».",
        Half.UNTIMELY: "وفيه جواب إن لم تشترط الزمن.",
        Half.OTHERS: "وينقل عن «{topic}» أقوال: {others}.",
        Half.TOLD: "ويتناول «{topic}» في: {title}.",
        Half.NOTHING: "ولم يُعثر فيه على شيء واضح عن «{topic}».",
    },
    quoted_count="{name} (عدد الأقوال: {count})",
    comma="، ",
    ask_instead="اسأل:",
    unanswered={
        Reason.EMPTY_QUESTION: "لا أرى كلمة في هذه الرسالة. اكتب سؤالًا من فضلك، مثل: ماذا قال لافروف عن جبهة النصرة؟",
        Reason.QUESTION_TOO_LONG: "هذا السؤال أطول مما أستطيع. اسأل من فضلك عن أمر واحد في جملة أو جملتين.",
        Reason.EMPTY_ARCHIVE: "الأرشيف فارغ، فليس فيه ما يُقتبس بعد. أعد المحاولة من فضلك بعد أن تُضاف إليه وثائق.",
        Reason.NOTHING_MATCHED: (
            "ليس في الأرشيف: لا ترد كلمات سؤالك في أي وثيقة. "
            "جرّب كلمات أخرى أو صيغة أخرى للاسم، أو انظر في /sources ما فيه من وثائق."
        ),
        Reason.NOT_COVERED: (
            "ليس في الأرشيف: ترد فيه بعض كلماتك، ولكن ليس فيه ما تسأل عنه. "
            "جرّب أن تسأل عن أمر واحد بكلمات أخرى، أو انظر في /sources ما فيه من وثائق."
        ),
        Reason.SPEAKER_NOT_QUOTED: (
            "ليس في الأرشيف: لا تنقل أي وثيقة كلامًا لهذا الشخص في هذا الموضوع. "
            "جرّب الموضوع بلا اسم، أو الاسم مع موضوع آخر، أو انظر في /sources ما فيه من وثائق."
        ),
        Reason.FILTERED_OUT: (
            "ليس في الأرشيف: لا وثيقة فيه من ذلك الزمن أو ذلك المصدر. "
            "وسّع from: أو to: أو source: أو انظر في /sources ما فيه من وثائق."
        ),
    },
    unreadable_filter={
        FilterFault.DATE: "لا أفهم {value} تاريخًا. اكتب من فضلك {name}:2016-07-27 أو {name}:2016-07 أو {name}:2016.",
        FilterFault.ORDER: "لا يوم في {name}:{value}. اكتب من فضلك التاريخ الأسبق بعد from: والتاريخ اللاحق بعد to:.",
        FilterFault.SOURCE: "لا أرى اسم مصدر في {name}:{value}. اكتب من فضلك جزءًا من اسمه، مثل {name}:BBC.",
    },
    undated_left_out="وثائق مستبعدة لأن تاريخها غير معروف: {count}",
    text_only="أقرأ النصوص فقط. اكتب سؤالك من فضلك في رسالة نصية.",
    unknown_command="لا أعرف هذا الأمر. الأمر /help يعرض ما أعرفه، والسؤال لا يحتاج إلى أمر.",
    old_button="هذا الزر قديم. أعد إرسال الأمر أو السؤال من فضلك.",
    failed="عذرًا، حدث خلل ولم أستطع الإجابة. حاول من فضلك بعد قليل.",
    search_down="البحث متوقف الآن. رسالتك محفوظة وسأجيب عنها حالما يعود.",
    too_many="عدد رسائلك المنتظرة هنا {count}، وأجيب عنها واحدة بعد أخرى. لم تُحفظ هذه الرسالة: \
أعد إرسالها من فضلك بعد الإجابة عنها.",
)

_BY_LANGUAGE = {messages.language: messages for messages in (ARABIC, ENGLISH)}


def messages_in(language: Language) -> Messages:
    """Find the sentences of a language."""
    return _BY_LANGUAGE[language]


def interface_language(code: str | None) -> Language:
    """Choose the interface for a reader's IETF language tag as Telegram gives it ("ar", "ar-EG", "en", None)."""
    primary = (code or "").replace("_", "-").partition("-")[0].lower()
    return Language.ARABIC if primary == "ar" else Language.ENGLISH
