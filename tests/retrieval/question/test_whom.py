"""Whom does a question ask about? Nobody is credited with the words of those around them."""

from __future__ import annotations

import pytest

from retrieval.model import DocumentId, Quotation, QuotationKind
from retrieval.question import Directory, QuestionParser
from tests.retrieval.catalogues import analyzer_of, catalogue_of

# Each speaker with the words that texts have for them beside the name.
SPEAKERS = {
    "أنغيلا ميركل": "المستشارة الألمانية",
    "تيريزا ماي": "رئيسة الوزراء البريطانية",
    "دونالد ترامب": "الرئيس الأميركي",
    "رودي جولياني": "محامي ترامب",
    "حزب الله": None,
    "سيرغي لافروف": "وزير الخارجية الروسي",
    "جون كيري": "وزير الخارجية الأميركي",
    "محمود عباس": "الرئيس الفلسطيني",
    "محمد عباس": "محلل",
    "محمد صلاح": "نجم ليفربول",
    "الجناح المسلح": None,
    "ليفربول": None,
    "وليد المعلم": "وزير الخارجية السوري",
    "المعلمات": None,
    "الولايات المتحدة": None,
    "قبرص تركيا": None,
    "نهاد زيبكجي": "وزير الاقتصاد التركي",
    "تركي المالكي": "المتحدث باسم التحالف",
    "محمد عبد السلام": "المتحدث باسم الحوثيين",
    "دونالد ترامب جونيور": None,
    "جونيور": None,
    "إسماعيل هنية": None,
    "عزام الأحمد": "القيادي",
    "ليستر سيتي": None,
    "ترامب": None,
    "لارا ترامب": None,
    "رفعت": None,
    "بشار الأسد": "الرئيس السوري",
    "علي سعيد": None,
    "محمد بن زايد آل نهيان": None,
    "نهيان بن زايد": None,
    "محمد بن راشد": None,
    "حمدان بن محمد بن راشد": None,
    "أبو مهدي المهندس": None,
    "إيمانويل ماكرون": "الرئيس الفرنسي",
    "جوزيبي كونتي": "رئيس الوزراء الإيطالي",
    "عبدربه منصور هادي": None,
    "الرئيس": None,
    "البنك المركزي التركي": None,
    "المركزي التركي": None,
    "عبد الرزاق": None,
    "محمود الخطيب": None,
    "سامي": "الخطيب",
    "آدم صلاح": None,
    "علي لاريجاني": None,
    "محمد علي جعفري": None,
    "عبد الرحمن اليوسفي": None,
    "رامي عبد الرحمن": None,
    "الكرملين": None,
    "ديمتري بيسكوف": "المتحدث باسم الكرملين",
    "حماس": None,
    "فوزي برهوم": "المتحدث باسم حماس",
    "فاليري غيراسيموف": "رئيس الأركان الروسي",
    "مدن الغوطة الشرقية": None,
    "مسعود أوزيل": None,
    "كريستال ورذيم": None,
    "ديفيد فروست": None,
    "أليجرى": None,
    "عمرو الجوهري": None,
    "محمد أبو العلا": None,
    "أبو محمد": None,
    "ماركو رويس": None,
    "ستيفان دي ميستورا": "المبعوث الأممي",
}  # fmt: skip


@pytest.fixture(scope="module")
def parser() -> QuestionParser:
    """A parser for an archive that quotes each of these once by name and once by description."""
    said = [
        Quotation(DocumentId("a"), place, place + 1, "…", speaker, mention, "قال", QuotationKind.INDIRECT)
        for place, (speaker, described) in enumerate(SPEAKERS.items())
        for mention in (speaker, described)
        if mention is not None
    ]
    texts = [f"{speaker} {described or ''} ليفربول تركيا" for speaker, described in SPEAKERS.items()]
    catalogue = catalogue_of(texts, said)
    return QuestionParser(analyzer_of(catalogue), directory=Directory(catalogue.speakers))


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("What did Merkel say about refugees?", ["أنغيلا ميركل"]),
        ("What did Merkel's spokesman say about refugees?", []),
        ("What was the reaction of Merkel's husband to the news?", []),
        ("What did the Hezbollah chief say about Israel?", []),
        ("What did Hezbollah say about Israel?", ["حزب الله"]),
        ("What did Trump's lawyer Rudy Giuliani say about the tapes?", ["رودي جولياني"]),
        ("What did Lavrov, speaking in Moscow, say about Syria?", ["سيرغي لافروف"]),
        ("What did Lavrov in Moscow say about Syria?", ["سيرغي لافروف"]),
        ("What did Lavrov and Kerry say about Syria?", ["جون كيري", "سيرغي لافروف"]),
        ("What did Theresa May say about Brexit?", ["تيريزا ماي"]),
        ("What did May say about Brexit?", ["تيريزا ماي"]),
        ("what did theresa may say about brexit?", ["تيريزا ماي"]),
        ("What did the U.S. say about Syria?", ["الولايات المتحدة"]),
        ("What did the US say about Syria?", ["الولايات المتحدة"]),
        ("What did Trump's letter say about Iran?", ["ترامب", "دونالد ترامب"]),
        ("What was said about Jerusalem by Abbas?", ["محمود عباس"]),
        ("What did Mahmoud Abbas say about Jerusalem?", ["محمود عباس"]),
        ("What did Mo Salah say about his injury?", ["محمد صلاح"]),
        ("What did Nihat Zeybekci say about the lira?", ["نهاد زيبكجي"]),
        ("What did Mariam's sister Malak say about the police?", []),
        ("ماذا قال لافروف وكيري عن الهدنة؟", ["جون كيري", "سيرغي لافروف"]),
        ("ماذا قال وليد المعلم عن إدلب؟", ["وليد المعلم"]),
        ("ماذا قال مدرب ليفربول عن صلاح؟", []),
        ("ماذا قال نجم ليفربول محمد صلاح عن إصابته؟", ["محمد صلاح"]),
        ("ماذا قال متحدث باسم دونالد ترامب عن إيران؟", []),
        ("ماذا قال الناطق باسم الحوثيين عن الحديدة؟", ["محمد عبد السلام"]),
        ("ما موقف تركيا من منبج؟", []),
        ("ماذا قال الرئيس ترامب عن إيران؟", ["ترامب", "دونالد ترامب"]),
        ("من وصف ترامب بالكذاب؟", []),
        ("ماذا قال ترامب قبل القمة؟", ["ترامب", "دونالد ترامب"]),
        ("ماذا قال لافروف بعد لقاء كيري؟", ["سيرغي لافروف"]),
        ("What did Donald Trump Jr. say about Russia?", ["دونالد ترامب جونيور"]),
        ("ماذا قال دونالد ترامب الابن عن روسيا؟", ["دونالد ترامب جونيور"]),
        ("What did Donald Trump say about Russia?", ["ترامب", "دونالد ترامب"]),
        ("What did Robert Downey Jr. say about Russia?", []),
        ("ماذا قال محمد صلاح الأب عن إصابته؟", []),
        ("ماذا قال والد محمد صلاح عن إصابته؟", []),
        ("ماذا قال القيادي في حماس إسماعيل هنية عن غزة؟", ["إسماعيل هنية"]),
        ("ماذا قال القيادي في قضية محمد صلاح؟", ["عزام الأحمد"]),
        ("لافروف شو قال لكيري عن حلب؟", ["سيرغي لافروف"]),
        ("ماذا قال مدرب مانشستر سيتي عن صلاح؟", []),
        ("ماذا قال مانشستر سيتي عن صلاح؟", []),
        ("What did Lara Trump say about the campaign?", ["لارا ترامب"]),
        ("What did Eric Trump say about the campaign?", []),
        ("What did President Trump say about the campaign?", ["ترامب", "دونالد ترامب"]),
        ("What did Carla Merkel say about refugees?", []),
        ("What did the Merkel family say about refugees?", []),
        ("بماذا طمأن ماكرون رئيس الحكومة كونتي بعد الخلاف؟", ["إيمانويل ماكرون"]),
        ("ماذا قال محمود الخطيب عن الدوري؟", ["محمود الخطيب"]),
        ("ماذا قال البنك المركزي التركي عن الليرة؟", ["البنك المركزي التركي"]),
        ("ماذا قال عبد الرزاق الناظوري عن بنغازي؟", []),
        ("What did Abdrabbuh Mansur Hadi say about Aden?", ["عبدربه منصور هادي"]),
        ("ماذا قال آدم صلاح عن الدوري؟", ["آدم صلاح"]),
        ("ماذا قال علي لاريجاني عن العقوبات؟", ["علي لاريجاني"]),
        ("ماذا قال محمد علي جعفري عن العقوبات؟", ["محمد علي جعفري"]),
        ("كيف رد لافروف علي الاتهامات؟", ["سيرغي لافروف"]),
        ("ماذا قال عبد الرحمن اليوسفي عن الحكومة؟", ["عبد الرحمن اليوسفي"]),
        ("ماذا قال الكرملين عن سوريا؟", ["الكرملين", "ديمتري بيسكوف"]),
        ("What did Luxembourg's minister make of Trump's demand?", []),
        ("What did Rifaat al-Assad say about Syria?", []),
        ("What did al-Assad say about Syria?", ["بشار الأسد"]),
        ("ماذا قال رفعت الأسد عن سوريا؟", []),
        ("What did Mohammed bin Zayed say about Qatar?", ["محمد بن زايد آل نهيان"]),
        ("ماذا قال محمد بن زايد عن قطر؟", ["محمد بن زايد آل نهيان"]),
        ("What did Mohammed bin Rashid say about Dubai?", ["محمد بن راشد"]),
        ("What did Abu Mahdi al-Muhandis say about the strike?", ["أبو مهدي المهندس"]),
        ("What did Salah Abdeslam say about the attacks?", []),
        ("ماذا قال صلاح عبد السلام عن الهجمات؟", []),
        ("ما موقف المتحدث باسم حماس من المصالحة؟", ["فوزي برهوم"]),
        ("What did the leader of Hezbollah say about Israel?", []),
        ("What did Bill Speaks of the navy say about hackers?", []),
        ("What was Merkel's message to Macron on refugees?", ["أنغيلا ميركل"]),
        ("بماذا اتهم رئيس الأركان الروسي غيراسيموف مسلحي الغوطة الشرقية؟", ["فاليري غيراسيموف"]),
        ("هل يعتبر دي ميستورا التقدم بين كيري ولافروف شرطا للمحادثات؟", ["ستيفان دي ميستورا"]),
        ("ماذا قال محامي ترامب رودي جولياني عن التحقيق؟", ["رودي جولياني"]),
        ("هل نقلت الولايات المتحدة تهديدا إلى حماس بحسب إسماعيل هنية؟", ["إسماعيل هنية"]),
        ("What was the advice that Trump gave her, according to Theresa May?", ["تيريزا ماي"]),
        ("What did Merkel say about Brexit according to Theresa May?", ["أنغيلا ميركل"]),
        ("What reasons did Mesut Ozil give for leaving the team?", ["مسعود أوزيل"]),
        ("ماذا قال رويس عن الإصابة؟", ["ماركو رويس"]),
        ("ماذا قال عبد العزيز الرويس عن الإصابة؟", []),
        ("ماذا قال محمد أبو العلا عن الآثار؟", ["محمد أبو العلا"]),
        ("ماذا قال محمد أبو صلاح عن الآثار؟", []),
        ("What did Al Gore say about the climate?", []),
        ("What did Amr el-Gohary say about the budget?", ["عمرو الجوهري"]),
        ("What did David Frost say about Brexit?", ["ديفيد فروست"]),
        ("What did Robert Frost say about Brexit?", []),
        ("What did Crystal Worthem say about women drivers?", ["كريستال ورذيم"]),
    ],
)
def test_the_one_who_is_asked_about(parser: QuestionParser, question: str, speakers: list[str]) -> None:
    """A subject is read whole: whose spokesman, player or chief somebody is does not say it."""
    assert sorted(parser.parse(question).speakers) == speakers


@pytest.mark.parametrize(
    "question", ["Why did Russia's foreign minister leave early?", "هل يأسف وزير الخارجية الروسي على القرار؟"]
)
def test_who_is_described_in_any_question_is_found(parser: QuestionParser, question: str) -> None:
    """Their statements may answer also where words are not asked for."""
    assert parser.parse(question).speakers == ("سيرغي لافروف",)
