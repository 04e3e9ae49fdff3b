"""Published run-off triangles, cumulative, rows of falling length; and the holidays of a published monthly one."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from tuanbao.pricing.experience.triangle import Triangle, from_incremental, weekdays

TAYLOR_ASHE = (
    (357_848, 1_124_788, 1_735_330, 2_218_270, 2_745_596, 3_319_994, 3_466_336, 3_606_286, 3_833_515, 3_901_463),
    (352_118, 1_236_139, 2_170_033, 3_353_322, 3_799_067, 4_120_063, 4_647_867, 4_914_039, 5_339_085),
    (290_507, 1_292_306, 2_218_525, 3_235_179, 3_985_995, 4_132_918, 4_628_910, 4_909_315),
    (310_608, 1_418_858, 2_195_047, 3_757_447, 4_029_929, 4_381_982, 4_588_268),
    (443_160, 1_136_350, 2_128_333, 2_897_821, 3_402_672, 3_873_311),
    (396_132, 1_333_217, 2_180_715, 2_985_752, 3_691_712),
    (440_832, 1_288_463, 2_419_861, 3_483_130),
    (359_480, 1_421_128, 2_864_498),
    (376_686, 1_363_294),
    (344_014,),
)
"""Taylor and Ashe (1983), ten years of claims; Mack (1993) computes its standard errors."""

ABC = (
    (153_638, 342_050, 476_584, 564_040, 624_388, 666_792, 698_030, 719_282, 735_904, 750_344, 762_544),
    (178_536, 404_948, 563_842, 668_528, 739_976, 787_966, 823_542, 848_360, 871_022, 889_022),
    (210_172, 469_340, 657_728, 780_802, 864_182, 920_268, 958_764, 992_532, 1_019_932),
    (211_448, 464_930, 648_300, 779_340, 858_334, 918_566, 964_134, 1_002_134),
    (219_810, 486_114, 680_764, 800_862, 888_444, 951_194, 1_002_194),
    (205_654, 458_400, 635_906, 765_428, 862_214, 944_614),
    (197_716, 453_124, 647_772, 790_100, 895_700),
    (239_784, 569_026, 833_828, 1_024_228),
    (326_304, 798_048, 1_173_448),
    (420_778, 1_011_178),
    (496_200,),
)
"""Workers compensation of the ABC insurer, Barnett and Zehnwirth (2000)."""

WUETHRICH_MERZ = (
    (
        5_946_975,
        9_668_212,
        10_563_929,
        10_771_690,
        10_978_394,
        11_040_518,
        11_106_331,
        11_121_181,
        11_132_310,
        11_148_124,
    ),
    (6_346_756, 9_593_162, 10_316_383, 10_468_180, 10_536_004, 10_572_608, 10_625_360, 10_636_546, 10_648_192),
    (6_269_090, 9_245_313, 10_092_366, 10_355_134, 10_507_837, 10_573_282, 10_626_827, 10_635_751),
    (5_863_015, 8_546_239, 9_268_771, 9_459_424, 9_592_399, 9_680_740, 9_724_068),
    (5_778_885, 8_524_114, 9_178_009, 9_451_404, 9_681_692, 9_786_916),
    (6_184_793, 9_013_132, 9_585_897, 9_830_796, 9_935_753),
    (5_600_184, 8_493_391, 9_056_505, 9_282_022),
    (5_288_066, 7_728_169, 8_256_211),
    (5_290_793, 7_648_729),
    (5_675_568,),
)
"""Wüthrich and Merz (2008), also in Loss Data Analytics."""


def square(rows: Sequence[Sequence[int]]) -> np.ndarray:
    """Rows of falling length as an array with NaN where not yet known."""
    cells = np.full((len(rows), len(rows[0])), np.nan)
    for i, row in enumerate(rows):
        cells[i, : len(row)] = row
    return cells


def medical_claims(*, working_days: bool = False) -> Triangle:
    """US medical claims 2001 to 2003, 36 months by 13 (Gamage and others, SOA, 2007); skips where absent."""
    path = Path(__file__).parents[4] / "shared/data/actuarial/casdatasets_usmedclaim.csv"
    if not path.exists():
        pytest.skip("the monthly triangle of the SOA is not at hand")
    cells = np.genfromtxt(path, delimiter=",", skip_header=1)
    months = [str(np.datetime64("2001-01", "M") + i) for i in range(len(cells))]
    days = weekdays("2001-01", 48, [day for year in range(2001, 2005) for day in federal_holidays(year)])
    return from_incremental(cells[:, 3:], months, cells[:, 1], days if working_days else None)


def federal_holidays(year: int) -> list[str]:
    """The ten legal public holidays of the United States (5 U.S.C. 6103), moved from weekends as they are observed."""

    def monday(month: int, which: int) -> date:
        mondays = [week[0] for week in calendar.monthcalendar(year, month) if week[0]]
        return date(year, month, mondays[which])

    thursdays = [week[3] for week in calendar.monthcalendar(year, 11) if week[3]]
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    observed = [day + timedelta({5: -1, 6: 1}.get(day.weekday(), 0)) for day in fixed]
    moving = [monday(1, 2), monday(2, 2), monday(5, -1), monday(9, 0), monday(10, 1), date(year, 11, thursdays[3])]
    return [day.isoformat() for day in observed + moving]
