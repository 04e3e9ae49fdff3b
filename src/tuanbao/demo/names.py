"""Names of made-up people: common surnames, and given names after stars, herbs and the solar terms (节气)."""

import numpy as np

from tuanbao.demo.frame import Array

SURNAMES = np.array(
    list("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎")
)


def _pairs(text: str) -> Array:
    """A text as names of two characters."""
    return np.array([text[place : place + 2] for place in range(0, len(text), 2)])


MEN = _pairs(
    "北辰长庚南星远志川柏云松惊蛰启明天权玉衡开阳沉香常山泽兰立冬"
    "大有景天苍术望舒参商寒山霜降重楼杜仲石斛青阳朱明承露文曲武仲"
)
WOMEN = _pairs(
    "白露谷雨清明半夏青黛紫苏芒种小满织女白芷佩兰木槿芸香丁香忍冬"
    "茯苓雪见连翘海棠夏至秋分立夏百合素馨辛夷月桂采薇飞蓬灵犀小雪"
)


def surnames(rng: np.random.Generator, size: int) -> Array:
    """The first of the list are the more frequent."""
    weight = 1 / np.sqrt(np.arange(1, len(SURNAMES) + 1))
    return SURNAMES[rng.choice(len(SURNAMES), size, p=weight / weight.sum())]


def given_names(rng: np.random.Generator, sex: Array, family: Array) -> Array:
    """No two of a family (numbers, same shape as ``sex``) have the same one."""
    men, women = rng.integers(0, len(MEN), len(sex)), rng.integers(0, len(WOMEN), len(sex))
    pick = np.where(sex == "male", men, women)
    while True:
        names: Array = np.where(sex == "male", MEN[pick % len(MEN)], WOMEN[pick % len(WOMEN)])
        again = _heard_before(family, names)
        if not again.any():
            return names
        pick = pick + again


def _heard_before(family: Array, names: Array) -> Array:
    first = np.unique(np.char.add(family.astype(str), names), return_index=True)[1]
    again = np.ones(len(names), bool)
    again[first] = False
    return again
