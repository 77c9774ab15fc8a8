"""What a text says of its own errors is told as a correction, whatever words it takes."""

from __future__ import annotations

import pytest

from pipeline.edits import compare
from tests.article_data import piece
from tests.edited import AROUND, AUTOUR


def _in_its_language(sentence: str) -> tuple[str, ...]:
    """Paragraphs to stand around it."""
    return AROUND if any(char > "ء" for char in sentence if char.isalpha()) else AUTOUR


@pytest.mark.parametrize(
    "notice",
    [
        "تعتذر الجريدة عن خطأ ورد في اسم المندوب.",
        "نأسف للخطأ غير المقصود في رقم الهاتف.",
        "خلافا لما نشرناه سابقا، لم تغلق السوق أبوابها.",
        "أشارت نسخة سابقة من هذا الخبر خطأ إلى جمعية أخرى.",
        "أوردنا في خبر سابق أن السوق أغلقت، وهذا غير صحيح.",
        "(يصحح اسم المندوب في الفقرة الثانية)",
        "ملاحظة: تم تغيير العنوان بعد نشره.",
        "حُدّث الخبر بعد رد الجمعية.",
        "تم حذف فقرة من هذا المقال لعدم التثبت منها.",
        "حق الرد: وافانا المندوب بما يلي.",
        "ملحوظة: الصورة المنشورة سابقا لا تخص السوق.",
        "لذا وجب التنبيه والاعتذار لقرائنا الكرام.",
        "ورد اسم السوق خطأ في الصيغة الأولى من الخبر.",
        "وقد جاء في خبرنا السابق أن السوق أغلقت، وهو غير صحيح.",
        "تم تغيير صورة الخبر لأنها لا تخص السوق.",
        "تصحيح معلومات: السوق في حي الزهور.",
        "للتوضيح: السوق لم تتوقف عن العمل.",
        "(الرجاء اعتماد هذه النسخة المصححة)",
        "(يعاد بثه لتصحيح خطأ في العنوان)",
        "سقطت سهوا عبارة من الخبر.",
        "صُحّح: اسم المندوب.",
        "(أعيد نشر الخبر بعد إصلاح موقف الحركة من الحوار في الفقرة الثانية)",
        "نعيد نشر الخبر بعد تصحيح اسم المندوب.",
        "هذه نسخة معدلة من الخبر الذي نشر صباح اليوم.",
        "نلفت عناية قرائنا إلى أن الرقم الصحيح هو 12.",
        "Editor's note: the headline was changed.",
        "Note de la rédaction : une erreur de date a été corrigée.",
        "Rectifié : le nom du maire est Paul Petit.",
        "Mise à jour à 15 h : ajout de la réaction du maire.",
        "Contrairement à ce que nous écrivions, la halle reste ouverte.",
        "Une erreur s’est glissée dans la première version de cet article.",
        "L’article a été mis à jour avec la réaction de la mairie.",
        "(Corrige le nom du maire au deuxième paragraphe)",
        "Cette dépêche a été corrigée.",
        "The Gazette regrets the error.",
        "An earlier version of this story misstated the day of the fair.",
        "This post originally stated that the fair was closed.",
        "The headline of this article was changed after publication.",
        "(Corrects spelling of the mayor’s name in paragraph two)",
    ],
)
def test_what_a_text_says_of_its_own_errors_is_a_correction(notice: str) -> None:
    around = _in_its_language(notice)
    for before, after in (((), (notice,)), ((notice,), ())):
        edit = compare(piece(body=(*around, *before)), piece(body=(*around, *after)))
        assert edit is not None
        assert edit.kinds == ("correction",)


@pytest.mark.parametrize(
    "told",
    [
        "اعتذر اللاعب عن الخطأ الذي وقع فيه أمام الجماهير.",
        "وأكدت الوزارة أن هذا الخبر غير صحيح ولا أساس له.",
        "عدل المجلس النص المتعلق بالأسواق في الفقرة الثانية.",
        "خلافا لما نشر على مواقع التواصل فإن الطريق مفتوحة.",
        "وأضيفت إلى النسخة الأولى من المهرجان عروض صحيحة الأداء.",
        "وأصدرت الجمعية بيانا توضيحيا حول أسباب الغلق.",
        "ووجه المندوب تنبيها إلى الحرفيين بضرورة احترام القانون.",
        "تصحيح المسار هو هدف الجمعية الجديدة.",
        "وقالت الشركة: نحن نعمل، وأضافت «نأسف جدا لوقوع هذا الخطأ» في بلاغ.",
        "L’article 49 de la charte a été modifié par les élus.",
        "Mise à jour du logiciel : la mairie avance.",
        "ساحة التحرير تشهد بعد تعديل المسار ازدحاما في الصباح.",
        "اجتماع هام حول تعديل القانون انعقد في العاصمة أمس.",
        "The company corrected the story told by its director.",
        "This report was changed by the ministry last year.",
        "جبهة التحرير الوطني تنتقد التقرير الصادر أمس عن الجمعية.",
        "اجتماع هام لمناقشة التقرير السنوي للجمعية بحضور المندوب.",
        "وكما ذكرنا سيحضر الحفل عدد من الحرفيين إضافة إلى التجار.",
        "وأثار هذا الخبر جدلا واسعا إضافة إلى ردود فعل من الجمعيات.",
        "وكان المندوب قد تحدث في مقال سابق عن ضرورة تغيير القانون.",
        "L’article 12 entre en vigueur le jour de sa publication au journal officiel.",
        "The bill, whose earlier version was changed by the committee, passed on Tuesday.",
        "Ce titre de champion n’est pas une erreur, a dit le président du club.",
        "أعيد نشر القوات بعد تعديل خطة الانتشار في العاصمة.",
        "تعيد الدار نشر الرواية بعد تعديل خاتمتها.",
        "Le texte corrigé sera voté mardi par les députés.",
    ],
)
def test_what_is_told_of_the_errors_of_others_is_no_correction(told: str) -> None:
    around = _in_its_language(told)
    edit = compare(piece(body=around), piece(body=(*around, told)))
    assert edit is not None
    assert "correction" not in edit.kinds
