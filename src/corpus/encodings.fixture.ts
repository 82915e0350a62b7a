/** Sentences as people write them in comments and notes, and the encodings that they are found in. */
import type { EncodingName } from './encodings.ts';

export interface EncodedSample {
  readonly language: string;
  readonly encodings: readonly EncodingName[];
  readonly sentences: readonly string[];
}

export const samples: readonly EncodedSample[] = [
  {
    language: 'simplified Chinese',
    encodings: ['gbk', 'utf16le', 'utf16be'],
    sentences: [
      '超时重试次数',
      '仓库管理员每周五盘点库存，缺货的商品会自动生成采购单。',
      '如果支付失败，系统会在十分钟后再次尝试扣款，最多三次。',
      '用户注销以后，个人资料将在三十天内删除，日志除外。',
      '请先检查网络连接是否正常，然后重新登录。',
      '本模块负责解析命令行参数并校验输入。',
    ],
  },
  {
    language: 'traditional Chinese',
    encodings: ['cp950', 'utf16le', 'utf16be'],
    sentences: [
      '逾時重試次數',
      '倉庫管理員每週五盤點庫存，缺貨的商品會自動產生採購單。',
      '如果付款失敗，系統會在十分鐘後再次嘗試扣款，最多三次。',
      '使用者登出以後，個人資料將在三十天內刪除，紀錄檔除外。',
      '請先檢查網路連線是否正常，然後重新登入。',
      '本模組負責解析命令列參數並驗證輸入。',
    ],
  },
  {
    language: 'Japanese',
    encodings: ['shiftjis', 'eucjp', 'utf16le', 'utf16be'],
    sentences: [
      '再試行の回数',
      '倉庫の管理者は毎週金曜日に在庫を確認し、不足している商品を発注します。',
      '支払いに失敗した場合、システムは十分後にもう一度試みます。',
      '利用者が退会すると、個人情報は三十日以内に削除されます。',
      'ネットワークの接続を確認してから、もう一度ログインしてください。',
      'このモジュールはコマンドラインの引数を解析します。',
    ],
  },
  {
    language: 'Korean',
    encodings: ['euckr', 'utf16le', 'utf16be'],
    sentences: [
      '재시도 횟수',
      '창고 관리자는 매주 금요일에 재고를 확인하고 부족한 상품을 주문합니다.',
      '결제가 실패하면 시스템은 십 분 후에 다시 시도합니다.',
      '사용자가 탈퇴하면 개인 정보는 삼십 일 이내에 삭제됩니다.',
      '네트워크 연결을 확인한 다음 다시 로그인하십시오.',
      '이 모듈은 명령줄 인수를 분석합니다.',
    ],
  },
  {
    language: 'Russian',
    encodings: ['windows1251', 'koi8r', 'utf16le', 'utf16be'],
    sentences: [
      'число повторов',
      'Кладовщик каждую пятницу проверяет запасы и заказывает недостающие товары.',
      'Если платёж не прошёл, система повторит попытку через десять минут.',
      'После удаления учётной записи данные хранятся ещё тридцать дней.',
      'Проверьте подключение к сети и войдите снова.',
      'Этот модуль разбирает аргументы командной строки.',
    ],
  },
  {
    language: 'German',
    encodings: ['windows1252', 'utf16le', 'utf16be'],
    sentences: [
      'größte Länge',
      'Der Lagerverwalter prüft jeden Freitag die Bestände und bestellt fehlende Artikel.',
      'Schlägt die Zahlung fehl, versucht es das System nach zehn Minuten noch einmal.',
      'Nach der Kündigung werden persönliche Daten binnen dreißig Tagen gelöscht.',
      'Bitte prüfen Sie die Verbindung – danach läuft alles wieder.',
      'Dieses Modul zerlegt die Argumente der Befehlszeile für die Prüfung.',
    ],
  },
  {
    language: 'French',
    encodings: ['windows1252', 'utf16le', 'utf16be'],
    sentences: [
      'durée maximale',
      'Le magasinier vérifie les réserves chaque vendredi et commande ce qui manque à l’entrepôt.',
      'Si le paiement échoue, le système réessaie après dix minutes, à trois reprises.',
      'Les données personnelles sont effacées trente jours après la clôture.',
      'Vérifiez la connexion réseau puis identifiez-vous à nouveau.',
      'Ce module découpe les arguments de la ligne de commande et les vérifie.',
    ],
  },
];

/** A program with one comment in it, as most of its bytes are ASCII. */
export function programWith(comment: string): string {
  return (
    'import { find } from "./stock";\n\nexport function step(order, stock) {\n' +
    `  // ${comment}\n  const limit = order.items.length * 3;\n` +
    '  return find(stock, (it) => it.id === order.id && it.count > limit);\n}\n'
  );
}
