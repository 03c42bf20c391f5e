"""The words that users write: names of files and columns and values, in Chinese or English, and what they mean here.

Words are compared without regard to case, spaces, hyphens, underscores, full-width forms and a unit in brackets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from ...agents.organization import ORGANIZATION_KINDS
from ...agents.resident import RESOURCES, TENURES
from ...core.text import Text
from ...model.population.cell_words import MISSING as MISSING
from ...model.population.cell_words import tidy as tidy
from ...model.population.given import SEXES
from ...model.quantities.codes import TIE_ACQUAINTANCE, TIE_ACTIVITY, TIE_BUILDING, TIE_HOUSEHOLD

FILES: dict[str, tuple[str, ...]] = {
    "residents": ("residents", "居民", "居民表"),
    "ties": ("ties", "network", "关系", "联系", "网络"),
    "organizations": ("organizations", "organisations", "组织", "社会组织"),
    "memberships": ("memberships", "成员", "成员关系"),
    "communities": ("communities", "社区"),
    "codes": ("codes", "codebook", "码表", "编码表", "代码表", "编码说明"),
    "cases": ("cases", "requests", "servicerequests", "案件", "诉求", "工单", "诉求工单"),
}

COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "residents": {
        "id": ("id", "resident", "residentid", "编号", "居民", "居民编号", "序号"),
        "community": ("community", "communityid", "社区", "社区编号", "小区", "村"),
        "household": ("household", "householdid", "家庭", "家庭编号", "户", "户号", "户编号"),
        "grid": ("grid", "gridid", "网格", "网格编号", "网格号"),
        "building": ("building", "buildingid", "楼栋", "楼栋号", "楼", "楼号", "栋"),
        "age": ("age", "年龄"),
        "sex": ("sex", "gender", "性别"),
        "tenure": ("tenure", "housing", "住房", "产权", "住房产权", "住房权属", "住房/产权", "房屋性质"),
        "origin": ("origin", "homeregion", "籍贯", "来源地", "籍贯/来源地", "户籍地", "老家"),
        "occupation": ("occupation", "job", "职业", "职业类别"),
        "years": ("years", "yearsofresidence", "居住年限", "居住年数", "居住时间"),
        "skill": ("skill", "digitalskill", "数字技能", "数字能力"),
        "weight": ("weight", "analysisweight", "权重", "样本权重"),
    },
    "ties": {
        "source": ("source", "from", "起点", "来源", "居民甲", "居民1"),
        "target": ("target", "to", "终点", "目标", "居民乙", "居民2"),
        "kind": ("kind", "type", "类型", "关系类型", "关系"),
        "strength": ("strength", "weight", "强度", "关系强度"),
    },
    "organizations": {
        "id": ("id", "organization", "organisation", "编号", "组织", "组织编号"),
        "name": ("name", "名称", "组织名称"),
        "community": ("community", "社区", "所在社区", "社区编号"),
        "kind": ("kind", "type", "类型", "组织类型"),
        "focus": ("focus", "领域", "服务领域"),
        "founded": ("founded", "foundedin", "成立", "成立时间", "成立年份", "成立日期"),
        "age": ("age", "ageyears", "成立年数", "年龄"),
        "capability": ("capability", "能力", "组织能力"),
        "legitimacy": ("legitimacy", "合法性"),
        "funds": ("funds", "资金"),
    },
    "memberships": {
        "resident": ("resident", "residentid", "居民", "居民编号", "成员", "成员编号"),
        "organization": ("organization", "organisation", "organizationid", "organisationid", "组织", "组织编号"),
        "office": ("office", "officer", "职务", "负责人"),
    },
    "communities": {
        "id": ("id", "community", "communityid", "编号", "社区编号", "社区"),
        "name": ("name", "名称", "社区名称", "名字"),
        "population": ("population", "人口", "人口数", "常住人口"),
    },
    # Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2), and what 12345 hotlines add.
    "cases": {
        "service_request_id": (
            "service_request_id",
            "id",
            "requestid",
            "caseid",
            "诉求编号",
            "工单编号",
            "工单号",
            "案件编号",
            "编号",
        ),
        "service_code": ("service_code", "code", "typecode", "类别代码", "分类代码"),
        "service_name": (
            "service_name",
            "service",
            "type",
            "category",
            "诉求类别",
            "诉求类型",
            "问题类别",
            "问题分类",
            "类别",
            "类型",
        ),
        "status": ("status", "状态", "办理状态", "工单状态"),
        "source": ("source", "channel", "来源渠道", "来源", "渠道", "诉求来源", "受理渠道"),
        "agency_responsible": ("agency_responsible", "agency", "unit", "承办单位", "主办单位", "办理单位", "责任单位"),
        "requested_datetime": (
            "requested_datetime",
            "requested",
            "opened",
            "created",
            "受理时间",
            "来电时间",
            "诉求时间",
            "受理日期",
            "登记时间",
        ),
        "response_datetime": ("response_datetime", "firstresponse", "响应时间", "首次响应时间", "签收时间"),
        "closed_datetime": ("closed_datetime", "closeddate", "closed", "办结时间", "办结日期", "结案时间"),
        "updated_datetime": ("updated_datetime", "updated", "更新时间", "最近更新"),
        "community": ("community", "communityid", "社区", "所属社区", "社区编号"),
        "grid": ("grid", "网格", "所属网格"),
        "address": ("address", "address_string", "地址", "诉求地址", "问题地址"),
        "description": ("description", "诉求描述", "诉求内容", "问题描述", "内容"),
        "affected": ("affected", "涉及人数", "影响人数"),
        "responded": ("responded", "response", "响应", "是否响应", "响应情况"),
        "resolved": ("resolved", "resolution", "解决", "是否解决", "解决情况"),
        "satisfied": ("satisfied", "satisfaction", "满意", "是否满意", "满意度", "满意情况", "回访满意"),
        "truly_resolved": ("truly_resolved", "trueresolution", "实际解决"),
    },
}
COLUMNS["codes"] = {
    "table": ("table", "file", "表", "表名", "文件"),
    "column": ("column", "field", "列", "列名", "字段"),
    "code": ("code", "value", "代码", "编码", "取值"),
    "meaning": ("meaning", "label", "含义", "标签", "说明"),
}
NEEDED: dict[str, tuple[str, ...]] = {
    "codes": ("table", "column", "code", "meaning"),
    "residents": ("id", "community"),
    "ties": ("source", "target"),
    "organizations": ("id", "community"),
    "memberships": ("resident", "organization"),
    "communities": ("id",),
    "cases": ("service_request_id", "requested_datetime"),
}


def normal(word: str) -> str:
    """The form in which words are compared."""
    word = unicodedata.normalize("NFKC", word).strip().casefold()
    word = re.sub(r"\([^()]*\)$", "", word) or word
    return re.sub(r"[\s_\-*\ufeff\u200b]+", "", word)


def is_chinese(word: str) -> bool:
    """Whether a word has a Chinese letter."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in word)


class Words(dict[str, int]):
    """Word in its normal form -> code; `names` has the first word of each code in both languages."""

    def __init__(self, words: Mapping[int, tuple[str, ...]]) -> None:
        super().__init__({normal(word): code for code, group in words.items() for word in group})
        self.names: dict[int, Text] = {}
        for code, group in words.items():
            chinese = [word for word in group if is_chinese(word)]
            plain = [word for word in group if not is_chinese(word)]
            self.names[code] = Text((plain or chinese)[0], (chinese or plain)[0])


def table(words: Mapping[int, tuple[str, ...]]) -> Words:
    """Turn the words of each code round: word in its normal form -> code."""
    return Words(words)


def file_table(stem: str) -> str:
    """Which of the files this is by its name, or an empty string."""
    return next((key for key, names in FILES.items() if normal(stem) in map(normal, names)), "")


def column_names(which: str) -> dict[str, str]:
    """Every header that is understood in a file, in its normal form, and the column it means."""
    return {normal(word): name for name, words in COLUMNS[which].items() for word in words}


SEX = table({0: (SEXES[0], "f", "woman", "女", "女性", "女士"), 1: (SEXES[1], "m", "man", "男", "男性", "男士")})
SEX_ALLOWED = Text("female or male (女, 男)", "男、女（male, female）")

TENURE = table(
    {
        0: (
            TENURES[0],
            "own",
            "owned",
            "owns",
            "homeowner",
            "owneroccupied",
            "业主",
            "自有",
            "自购",
            "产权人",
            "自有住房",
            "自住",
            "自有产权",
            "自有房",
            "自购房",
            "购房",
            "已购",
            "私房",
            "房改房",
        ),
        1: (
            TENURES[1],
            "rent",
            "rents",
            "rented",
            "rental",
            "renting",
            "tenant",
            "lodger",
            "租户",
            "租客",
            "租住",
            "租赁",
            "承租人",
            "租房",
            "承租",
            "租房户",
            "租住户",
            "公租房",
            "廉租房",
        ),
    }
)
TENURE_ALLOWED = Text("owner or renter (业主, 租户)", "业主、租户（owner, renter）")

TIE_KIND = table(
    {
        TIE_HOUSEHOLD: ("household", "family", "spouse", "家庭", "家人", "同户", "亲属"),
        TIE_BUILDING: ("building", "neighbour", "neighbor", "邻里", "邻居", "楼栋", "同楼"),
        TIE_ACQUAINTANCE: ("acquaintance", "friend", "colleague", "熟人", "朋友", "同事", "相识"),
        TIE_ACTIVITY: ("activity", "meeting", "活动", "社区活动"),
    }
)
TIE_KIND_ALLOWED = Text(
    "household, building, acquaintance or activity (家庭, 邻里, 熟人, 活动)",
    "家庭、邻里、熟人、活动（household, building, acquaintance, activity）",
)

ORGANIZATION_KIND = table(
    {
        0: (ORGANIZATION_KINDS[0], "resident", "founded", "居民自组织", "居民自建", "自发", "自组织"),
        1: (ORGANIZATION_KINDS[1], "孵化", "培育", "政府孵化"),
        2: (ORGANIZATION_KINDS[2], "outside", "nonprofit", "外来社会组织", "外来", "外部", "外部非营利"),
    }
)
ORGANIZATION_KIND_ALLOWED = Text(
    "resident-founded, incubated, outside non-profit (居民自组织, 孵化, 外来社会组织)",
    "居民自组织、孵化、外来社会组织（resident-founded, incubated, outside non-profit）",
)

# What a neighbour can lend by his or her occupation; a word that is not here is no error, the resource is drawn then.
RESOURCE = table(
    {
        0: (RESOURCES[0], "nurse", "doctor", "carer", "照料", "照护", "护理", "护士", "医生", "保姆", "家政", "月嫂", "护工", "养老护理员", "caregiver", "nanny"),
        1: (RESOURCES[1], "electrician", "plumber", "carpenter", "维修", "维修工", "电工", "水电工", "木工", "水暖工", "修理工", "维修人员", "repairman", "mechanic"),
        2: (RESOURCES[2], "teacher", "教学", "教育", "教师", "老师", "辅导", "小学教师", "中学教师", "大学教师", "幼师", "tutor"),
        3: (
            RESOURCES[3], "law", "papers", "lawyer", "clerk", "civilservant",
            "法律与文书", "法律", "文书", "律师", "公务员", "文员", "会计",
        ),
        4: (RESOURCES[4], "shopkeeper", "trader", "物资", "物品", "店主", "商户", "商贩", "个体户", "个体", "个体经营", "个体经营者", "个体工商户", "小商贩", "销售", "销售员", "merchant", "selfemployedtrader"),
        5: (RESOURCES[5], "driver", "courier", "交通", "运输", "司机", "快递员", "货运", "驾驶员", "出租车司机", "网约车司机", "货车司机", "外卖员", "骑手", "taxidriver"),
    }
)  # fmt: skip
RESOURCE_ALLOWED = Text(
    "known occupations, or what is lent: " + ", ".join(RESOURCES) + " (照料, 维修, 教学, 法律与文书, 物资, 交通)",
    "已知职业，或所能提供的资源：照料、维修、教学、法律与文书、物资、交通（" + ", ".join(RESOURCES) + "）",
)

# Any other word in the column is the name of an office.
NO_OFFICE = frozenset(normal(word) for word in ("no", "false", "n", "否", "无", "成员", "会员", "member", "普通成员"))
