import type { Domain, Fact, FactId } from './domain.ts';
import type { Random } from './random.ts';

const list = (words: string): readonly string[] => words.split(' ');

const FAMILY_NAMES = list('赵 钱 孙 李 周 吴 郑 王 冯 陈 蒋 沈 韩 杨 朱 秦 许 何 吕 施');
const GIVEN_NAMES = list(
  '明远 秀兰 志强 雨桐 建国 晓梅 文博 佳慧 海涛 静怡 永康 思源 春燕 国栋 丽华 子轩 玉珍 伟民 婷婷 家驹',
);
const TOWNS = list(
  '青河 白石 云岭 柳溪 东湾 松坪 红枫 金沙 石门 龙泉 竹山 清水 望海 梅岭 长桥 南坡 双塔 北营 新渡 莲塘',
);
const PLACES: readonly (readonly [string, string])[] = [
  ['博物馆', '展馆'],
  ['图书馆', '看书的地方'],
  ['渡口', '坐船的地方'],
  ['面包店', '点心铺'],
  ['灯塔', '航标塔'],
  ['剧院', '戏园'],
  ['游泳池', '泳馆'],
  ['缆车站', '索道站'],
  ['天文台', '观星台'],
  ['磨坊', '磨面的作坊'],
];
const JOBS = list('测量员 药剂师 调琴师 翻译 水管工 装订工 裁缝');
const ANIMALS = list('鹦鹉 乌龟 山羊 兔子 毛驴 鸽子');
const INSTRUMENTS = list('大提琴 双簧管 小号 手风琴 竖琴 古筝');
const DISHES = list('豆腐汤 糖醋鱼 韭菜饺子 葱油饼 小米粥');
const COLOURS = list('蓝色 绿色 红色 黄色 灰色 白色');
const DAYS = list('周一 周二 周三 周四 周五 周六');
const MATERIALS = list('花岗岩 木头 青砖 砂岩 石板 混凝土');

interface Relation {
  say(who: string, random: Random): string;
  literal(who: string): string;
  paraphrase(other: string): string;
}

const about: readonly (readonly Relation[])[] = [
  [
    {
      say: (who, r) => `${who}在${r.pick(COLOURS)}的桥边当${r.pick(JOBS)}`,
      literal: (who) => `${who}在桥边当什么？`,
      paraphrase: (who) => `${who}靠什么职业谋生？`,
    },
    {
      say: (who, r) => `${who}${1890 + r.below(100)}年出生在${r.pick(TOWNS)}`,
      literal: (who) => `${who}出生在哪里？`,
      paraphrase: (who) => `${who}的老家是什么地方？`,
    },
    {
      say: (who, r) => `${who}在院子里养了一只${r.pick(ANIMALS)}`,
      literal: (who) => `${who}在院子里养了什么？`,
      paraphrase: (who) => `${who}的宠物是什么？`,
    },
    {
      say: (who, r) => `${who}每个${r.pick(DAYS)}都要演奏${r.pick(INSTRUMENTS)}`,
      literal: (who) => `${who}演奏什么？`,
      paraphrase: (who) => `${who}会哪一种乐器？`,
    },
    {
      say: (who, r) => `${who}最喜欢吃的是${r.pick(DISHES)}`,
      literal: (who) => `${who}最喜欢吃什么？`,
      paraphrase: (who) => `哪道菜最合${who}的口味？`,
    },
  ],
  [
    {
      say: (who, r) => `${who}${r.pick(DAYS)}早上${6 + r.below(5)}点${10 + r.below(40)}分开门`,
      literal: (who) => `${who}几点开门？`,
      paraphrase: (who) => `从什么时候起可以进入${who}？`,
    },
    {
      say: (who, r) => `${who}的门票是${3 + r.below(60)}元`,
      literal: (who) => `${who}的门票是多少元？`,
      paraphrase: (who) => `去${who}要花多少钱？`,
    },
    {
      say: (who, r) => `${who}是${1700 + r.below(250)}年用${r.pick(MATERIALS)}建成的`,
      literal: (who) => `${who}是哪一年建成的？`,
      paraphrase: (who) => `${who}的历史从何时开始？`,
    },
    {
      say: (who, r) => `${who}归${r.pick(FAMILY_NAMES)}${r.pick(GIVEN_NAMES)}和另外${2 + r.below(9)}个人所有`,
      literal: (who) => `${who}归谁所有？`,
      paraphrase: (who) => `${who}的主人是谁？`,
    },
    {
      say: (who, r) => `${who}因为${r.pick(list('洪水 火灾 台风 失窃 罢工'))}而关闭`,
      literal: (who) => `${who}因为什么而关闭？`,
      paraphrase: (who) => `${who}停业的原因是什么？`,
    },
  ],
];

const TAILS = [
  '',
  '',
  '，当地人都知道',
  '，这是入口处发的小册子上写的',
  '，多年以后人们在一本旧历书里找到的信上就是这样说的',
];

const SUBJECTS = list(
  '那条老路 山间的小溪 清晨的雾 一群麻雀 去年的收成 北风 几个邻居 傍晚的光线 雨后的气味 路旁的杨树',
);
const VERBS = list(
  '慢慢地散开了 从山上下来了 停留了大半个星期 没有带来多大变化 穿过了田野 被人们记了很久 好像比以前慢了 变成了另外的样子',
);
const ENDS = [
  '',
  '，没有一点声音',
  '，直到下霜',
  '，虽然谁也没有要求',
  '，到中午就不见了',
  '，对大多数人来说这已经足够，只有要出门的人觉得麻烦',
];
const ASIDES = list(
  '这算不了什么。 后来天气变了。 这样的事情看多了，也就没有人再去注意。 当然也有别的看法。 以后的事很快就说完了。',
);
const TITLES = list('笔记 日记 书信 杂谈 随笔 回忆 见闻 手稿');

function nameOf({ kind, entity }: FactId): { readonly name: string; readonly other: string } {
  const [first, second] = [entity % 20, Math.floor(entity / 20)];
  if (kind === 0) {
    const name = `${FAMILY_NAMES[first]!}${GIVEN_NAMES[second]!}`;
    return { name, other: name };
  }
  const [place, synonym] = PLACES[second]!;
  return { name: `${TOWNS[first]!}${place}`, other: `${TOWNS[first]!}${synonym}` };
}

export const proseChinese: Domain = {
  group: 'prose-zh',
  format: 'prose',
  separator: '',
  kinds: [
    { relations: about[0]!.length, entities: FAMILY_NAMES.length * GIVEN_NAMES.length },
    { relations: about[1]!.length, entities: TOWNS.length * PLACES.length },
  ],
  fact(id, random, bare): Fact {
    const { name, other } = nameOf(id);
    const relation = about[id.kind]![id.relation]!;
    const subject = bare ? (id.kind === 0 ? '这个人' : '这里') : name;
    const text = `${relation.say(subject, random)}${random.pick(TAILS)}。`;
    return {
      text,
      segment: text,
      literal: relation.literal(name),
      paraphrase: relation.paraphrase(other),
    };
  },
  filler: (random) =>
    random.below(5) === 0
      ? random.pick(ASIDES)
      : `${random.pick(SUBJECTS)}${random.pick(VERBS)}${random.pick(ENDS)}。`,
  path: (random) => `文稿/${random.pick(TITLES)}-${1 + random.below(99)}.md`,
  pathOf: (id) => `文稿/${nameOf(id).name}.md`,
};
