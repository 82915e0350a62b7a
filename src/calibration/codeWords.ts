/** A thing that programs deal with: as in identifiers, another word for it, and both in Chinese. */
export interface Noun {
  readonly word: string;
  readonly other: string;
  readonly chinese: string;
  readonly otherChinese: string;
}

export const nouns: readonly Noun[] = (
  [
    ['invoice', 'bill', '发票', '账单'],
    ['session', 'login', '会话', '登录状态'],
    ['account', 'user profile', '账户', '用户资料'],
    ['customer', 'client', '客户', '顾客'],
    ['order', 'purchase', '订单', '购买记录'],
    ['picture', 'photograph', '图片', '照片'],
    ['upload', 'received file', '上传', '传上来的文件'],
    ['ticket', 'support case', '工单', '求助单'],
    ['message', 'mail', '消息', '邮件'],
    ['calendar', 'schedule', '日历', '日程表'],
    ['contract', 'agreement', '合同', '协议'],
    ['device', 'piece of hardware', '设备', '硬件'],
    ['sensor', 'measuring probe', '传感器', '测量探头'],
    ['payment', 'money transfer', '付款', '转账'],
    ['shipment', 'delivery', '发货', '快递'],
    ['coupon', 'discount voucher', '优惠券', '折扣码'],
    ['backup', 'safety copy', '备份', '安全副本'],
    ['comment', 'remark', '评论', '留言'],
    ['password', 'secret word', '密码', '口令'],
    ['playlist', 'list of songs', '歌单', '歌曲列表'],
    ['vehicle', 'car', '车辆', '汽车'],
    ['patient', 'sick person', '患者', '病人'],
    ['recipe', 'cooking instruction', '菜谱', '烹饪说明'],
    ['warehouse', 'store room', '仓库', '库房'],
  ] as const
).map(([word, other, chinese, otherChinese]) => ({ word, other, chinese, otherChinese }));

/** What a function does to a noun. */
interface Verb {
  readonly word: string;
  readonly does: string;
  readonly other: (noun: string) => string;
  readonly chinese: string;
  readonly otherChinese: (noun: string) => string;
}

export const verbs: readonly Verb[] = [
  {
    word: 'delete',
    does: 'deletes',
    other: (noun) => `gets rid of a ${noun}`,
    chinese: '删除',
    otherChinese: (noun) => `把${noun}清理掉`,
  },
  {
    word: 'create',
    does: 'creates',
    other: (noun) => `makes a new ${noun}`,
    chinese: '创建',
    otherChinese: (noun) => `生成一个新的${noun}`,
  },
  {
    word: 'validate',
    does: 'validates',
    other: (noun) => `checks whether a ${noun} is correct`,
    chinese: '校验',
    otherChinese: (noun) => `检查${noun}是否正确`,
  },
  {
    word: 'merge',
    does: 'merges',
    other: (noun) => `combines one ${noun} with another`,
    chinese: '合并',
    otherChinese: (noun) => `把两个${noun}并成一个`,
  },
  {
    word: 'compress',
    does: 'compresses',
    other: (noun) => `makes a ${noun} smaller`,
    chinese: '压缩',
    otherChinese: (noun) => `让${noun}变小`,
  },
  {
    word: 'encrypt',
    does: 'encrypts',
    other: (noun) => `makes a ${noun} unreadable to others`,
    chinese: '加密',
    otherChinese: (noun) => `让别人看不懂${noun}`,
  },
  {
    word: 'restore',
    does: 'restores',
    other: (noun) => `brings a ${noun} back`,
    chinese: '恢复',
    otherChinese: (noun) => `把${noun}找回来`,
  },
];

/** A setting of a noun: the constant's name, what people call it, and how they ask for it otherwise. */
interface Setting {
  readonly name: string;
  readonly called: string;
  readonly other: (noun: string) => string;
  readonly chinese: string;
  readonly otherChinese: (noun: string) => string;
}

export const settings: readonly Setting[] = [
  {
    name: 'MAX_RETRIES',
    called: 'maximum of retries',
    other: (noun) => `How many times is a failed ${noun} tried again?`,
    chinese: '最大重试次数',
    otherChinese: (noun) => `${noun}失败以后可以再试几次？`,
  },
  {
    name: 'TIMEOUT_MS',
    called: 'timeout',
    other: (noun) => `How long does the ${noun} wait before it gives up?`,
    chinese: '超时毫秒数',
    otherChinese: (noun) => `${noun}等多久就会放弃？`,
  },
  {
    name: 'MAX_SIZE_BYTES',
    called: 'maximum size in bytes',
    other: (noun) => `How large may a ${noun} be?`,
    chinese: '最大字节数',
    otherChinese: (noun) => `${noun}最多能有多大？`,
  },
  {
    name: 'BATCH_SIZE',
    called: 'batch size',
    other: (noun) => `How many of each ${noun} are handled at once?`,
    chinese: '每批数量',
    otherChinese: (noun) => `一次同时处理多少个${noun}？`,
  },
  {
    name: 'CACHE_SECONDS',
    called: 'cache time in seconds',
    other: (noun) => `How long is a ${noun} remembered?`,
    chinese: '缓存秒数',
    otherChinese: (noun) => `${noun}会被记住多长时间？`,
  },
  {
    name: 'PAGE_LENGTH',
    called: 'page length',
    other: (noun) => `How many ${noun} entries are shown together?`,
    chinese: '每页条数',
    otherChinese: (noun) => `一屏显示多少条${noun}？`,
  },
];

/** What can be wrong with a noun: the error's words and a question about the circumstances. */
interface Trouble {
  readonly condition: string;
  readonly says: string;
  readonly other: (noun: string) => string;
  readonly chinese: string;
  readonly otherChinese: (noun: string) => string;
}

export const troubles: readonly Trouble[] = [
  {
    condition: 'entry.age > limit',
    says: 'has expired',
    other: (noun) => `What happens to a ${noun} that is too old?`,
    chinese: '已经过期',
    otherChinese: (noun) => `${noun}太旧了会怎样？`,
  },
  {
    condition: 'entry.owner != caller',
    says: 'is locked by somebody else',
    other: (noun) => `What if another person is using the ${noun}?`,
    chinese: '被别人锁定',
    otherChinese: (noun) => `别人正在使用${noun}时会怎样？`,
  },
  {
    condition: 'known.has(entry)',
    says: 'already exists',
    other: (noun) => `What happens to a second ${noun} of the same kind?`,
    chinese: '已经存在',
    otherChinese: (noun) => `重复添加${noun}会怎样？`,
  },
  {
    condition: 'entry.size == 0',
    says: 'is empty',
    other: (noun) => `How is a ${noun} without content refused?`,
    chinese: '内容为空',
    otherChinese: (noun) => `没有内容的${noun}会被拒绝吗？`,
  },
];
