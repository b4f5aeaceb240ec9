"""What does the bot say in its own words? Every sentence, in Arabic and English, side by side in meaning.

None of them says anything about the world: that is left to the documents. Text in braces is filled in by
`str.format`; no sentence carries markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval import FilterFault, Half, Language, Reason

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

    # lists of documents
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
• A follow-up (“And about the truce?”) leans on your last questions; /start begins anew.""",
    help_reading="""\
How to read an answer
• The best excerpt comes first. Words in bold are those that you asked for.
• A name above an excerpt is the person whom the document credits with the words; otherwise they are the document's own.
• ≈ before a date means that the text implies it; otherwise the document states it.
• The 📄 buttons open the document at the excerpt.""",
    help_commands="""\
Commands
/sources – all documents, with dates
/source N – read document N of that list (or name its id)
/said – whom the documents quote
/said and a name – what that person said, document by document
/help – this text""",
    console_welcome="Ask in Arabic or English; /help says more, /quit or Ctrl-D ends.",
    start_command="Begin anew",
    help_command="How to ask, and how to read an answer",
    sources_command="All documents of the archive, with dates",
    source_command="Read a document: /source N",
    said_command="What somebody said: /said and a name; without one, whom the documents quote",
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
    too_many="You have {count} messages waiting here already, which I answer one after the other. This one was not \
kept: please send it again once they are answered.",
)

ARABIC = Messages(
    language=Language.ARABIC,
    welcome="""\
أهلًا بك! اسألني عمّا تقوله وثائق هذا الأرشيف من الأخبار العربية. أجيب بكلماتها وحدها: كل مقتطف منقول بحرفه، ومعه وثيقته \
وتاريخه، وقائله إن عُرف. وإن لم يكن في الأرشيف جواب قلت ذلك.

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
• سؤال المتابعة («وماذا عن الهدنة؟») يستند إلى أسئلتك الأخيرة، والأمر /start يبدأ من جديد.""",
    help_reading="""\
كيف تقرأ الجواب
• أفضل مقتطف يأتي أولًا. والكلمات بالخط العريض هي التي سألت عنها.
• الاسم فوق المقتطف هو من تنسب إليه الوثيقة هذا الكلام، وما لا اسم فوقه فهو كلام الوثيقة نفسها.
• العلامة ≈ قبل التاريخ تعني أنه مستنتج من النص، وما عداه مذكور في الوثيقة.
• أزرار 📄 تفتح الوثيقة عند موضع المقتطف.""",
    help_commands="""\
الأوامر
الأمر /sources – كل الوثائق بتواريخها
الأمر /source مع رقم – قراءة الوثيقة ذات الرقم في تلك القائمة (أو اكتب معرّفها)
الأمر /said – من تنقل الوثائق أقوالهم
الأمر /said مع اسم – ما قاله صاحب الاسم، وثيقة بعد وثيقة
الأمر /help – هذا النص""",
    console_welcome="اسأل بالعربية أو بالإنجليزية؛ /help للمساعدة، و/quit أو Ctrl-D للخروج.",
    start_command="البدء من جديد",
    help_command="كيف تسأل وكيف تقرأ الجواب",
    sources_command="كل وثائق الأرشيف بتواريخها",
    source_command="قراءة وثيقة: الأمر ثم رقمها",
    said_command="أقوال شخص: الأمر ثم اسمه، وبلا اسم قائمة من تنقل الوثائق أقوالهم",
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
