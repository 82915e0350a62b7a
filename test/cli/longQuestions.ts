/** Long and pasted questions about small made-up programs, and where each is answered. */

export interface LongQuestion {
  readonly name: string;
  readonly question: string;
  readonly files: Readonly<Record<string, string>>;
  /** A line of the function that answers. */
  readonly answer: { readonly path: string; readonly line: number };
}

export const longQuestions: readonly LongQuestion[] = [
  {
    name: 'an issue text with much beside its question',
    question: `Hello, and thank you for the hub, which we have had in our school since autumn without a hitch. Now that the exams are
near there are far more pupils at it, and in the evening the memory of the process is at two gigabytes, where the
documentation says that 200 MB are normal. It is Node 22 on Ubuntu with 8 GB of memory and a reverse proxy. In the log
stands a MaxListenersExceededWarning that speaks of a possible EventEmitter memory leak, eleven message listeners
added. I restarted with systemctl, then all is well for some hours. I have tried a smaller number of rooms, the newest
version of ws, another proxy, and node with --max-old-space-size, which only makes it die sooner. What I can say is
that the number goes up whenever browsers connect again by themselves, which on the wireless network of the school
they do every few minutes, and that it never goes down when they leave. It seems to me that something which is added
for each browser that comes into a room is never taken away when its socket closes. Please tell me where in the code a
socket that closes should be taken off the bus. I am a teacher of chemistry and not a programmer, so I would rather
not change anything on my own. If you need the log of the evening, the file of the rooms or access to the machine,
write to me. The pupils like the hub a lot, in particular that it needs no account. Our neighbours in the library have
it too and told me that they restart it every night.
${'The rest of this page is the signature that our mail program adds by itself and that I cannot turn off; please do not mind it. '.repeat(10)}`,
    files: {
      'src/hub.ts': `import { EventEmitter } from 'node:events';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { log } from './log.ts';

/** Tells every browser that looks at a room what happens there. */
export class Hub {
  readonly #bus = new EventEmitter();
  readonly #server: WebSocketServer;

  constructor(port: number) {
    this.#server = new WebSocketServer({ port });
    this.#server.on('connection', (socket, request) => this.#welcome(socket, request.url ?? '/'));
  }

  /** Sends a message to everybody in a room. */
  publish(room: string, message: string): void {
    this.#bus.emit(room, message);
  }

  #welcome(socket: WebSocket, room: string): void {
    const forward = (message: string): void => socket.send(message);
    this.#bus.on(room, forward);
    socket.on('close', () => log('left ' + room));
  }

  /** Ends all connections. */
  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
`,
      'src/log.ts': `import { appendFile } from 'node:fs/promises';
import { EOL } from 'node:os';

/** Writes a line with the time. */
export async function log(line: string): Promise<void> {
  await appendFile('hub.log', new Date().toISOString() + ' ' + line + EOL);
}
`,
      'src/rooms.ts': `import { readFile } from 'node:fs/promises';

export interface Room {
  readonly name: string;
  readonly isOpen: boolean;
}

/** Reads the rooms from their file; a room that is closed stays in the list. */
export async function readRooms(path: string): Promise<Room[]> {
  return JSON.parse(await readFile(path, 'utf8')) as Room[];
}
`,
      'src/memory.ts': `import { setInterval } from 'node:timers';
import { log } from './log.ts';

/** Writes how much memory the process has, once a minute. */
export function watchMemory(): void {
  setInterval(() => void log('rss ' + process.memoryUsage().rss), 60_000);
}
`,
      'docs/operation.md': `# Operation

The hub runs as one process. Restart it with systemctl restart hub.
The memory of the process is written to the log every minute; 200 MB are normal.
Browsers connect again by themselves after the hub was away.
`,
    },
    answer: { path: 'src/hub.ts', line: 23 },
  },
  {
    name: 'a Java trace of an older version, whose packages and lines are others',
    question: `Exception in thread "main" java.util.NoSuchElementException: No value present
	at java.base/java.util.Optional.orElseThrow(Optional.java:377)
	at com.acme.accounts.numbers.InvoiceNumbers.restore(InvoiceNumbers.java:61)
	at com.acme.accounts.invoice.InvoiceService.open(InvoiceService.java:84)
	at com.acme.accounts.Application.main(Application.java:112)`,
    files: {
      'src/main/java/com/acme/billing/invoice/InvoiceNumbers.java': `package com.acme.billing.invoice;

import com.acme.billing.store.SequenceStore;
import java.util.concurrent.atomic.AtomicLong;

/** Gives each invoice its number. */
public final class InvoiceNumbers {
    private final SequenceStore store;
    private final AtomicLong next = new AtomicLong();

    public InvoiceNumbers(SequenceStore store) {
        this.store = store;
    }

    /** The next number of a year; they leave no gap. */
    public String next(int year) {
        long number = next.incrementAndGet();
        return year + "-" + number;
    }

    /** Reads where the numbers of a year ended. */
    public void restore(int year) {
        next.set(store.last(year).orElseThrow());
    }
}
`,
      'src/main/java/com/acme/billing/invoice/InvoiceService.java': `package com.acme.billing.invoice;

import com.acme.billing.customer.Customer;
import com.acme.billing.store.InvoiceStore;
import java.time.LocalDate;
import java.util.List;

/** Writes invoices. */
public final class InvoiceService {
    private final InvoiceNumbers numbers;
    private final InvoiceStore invoices;

    public InvoiceService(InvoiceNumbers numbers, InvoiceStore invoices) {
        this.numbers = numbers;
        this.invoices = invoices;
    }

    /** Writes an invoice for what a customer has ordered. */
    public Invoice write(Customer customer, List<Item> items, LocalDate day) {
        Invoice invoice = new Invoice(numbers.next(day.getYear()), customer, items);
        invoices.add(invoice);
        return invoice;
    }

    /** Begins the numbers of a year where they ended. */
    public void open(LocalDate day) {
        numbers.restore(day.getYear());
    }
}
`,
      'src/main/java/com/acme/billing/store/SequenceStore.java': `package com.acme.billing.store;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where sequences ended. */
public final class SequenceStore {
    private final Map<Integer, Long> ends = new ConcurrentHashMap<>();

    public Optional<Long> last(int year) {
        return Optional.ofNullable(ends.get(year));
    }

    public void keep(int year, long last) {
        ends.put(year, last);
    }
}
`,
      'src/main/java/com/acme/billing/Application.java': `package com.acme.billing;

import com.acme.billing.invoice.InvoiceNumbers;
import com.acme.billing.invoice.InvoiceService;
import com.acme.billing.store.SequenceStore;
import java.time.LocalDate;

public final class Application {
    public static void main(String[] args) {
        InvoiceNumbers numbers = new InvoiceNumbers(new SequenceStore());
        InvoiceService service = new InvoiceService(numbers, null);
        service.open(LocalDate.now());
    }
}
`,
      'docs/invoices.md': `# Invoices

Invoices have numbers without a gap. The package com.acme.billing.invoice writes them.
`,
    },
    answer: { path: 'src/main/java/com/acme/billing/invoice/InvoiceNumbers.java', line: 23 },
  },
  {
    name: 'a JavaScript trace of a bundle, whose files are not there',
    question: `TypeError: Cannot read properties of undefined (reading 'cents')
    at priceOf (/srv/shop/dist/bundle.cjs:1844:29)
    at /srv/shop/dist/bundle.cjs:1838:55
    at Array.reduce (<anonymous>)
    at totalOf (/srv/shop/dist/bundle.cjs:1838:21)
    at checkout (/srv/shop/dist/bundle.cjs:1902:17)
    at Server.<anonymous> (/srv/shop/dist/bundle.cjs:1931:40)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`,
    files: {
      'src/cart.js': `import { roundHalfEven } from './money.js';
import { readPrices } from './prices.js';

/** Sum of a cart, in cents. */
export function totalOf(cart) {
  return cart.items.reduce((sum, item) => sum + priceOf(item) * item.count, 0);
}

/** Price of one item after its discount. */
function priceOf(item) {
  const price = readPrices()[item.sku];
  return roundHalfEven(price.cents * (1 - item.discount));
}

/** Puts an item into the cart. */
export function addItem(cart, item) {
  return { ...cart, items: [...cart.items, item] };
}
`,
      'src/money.js': `/** Rounds to the even neighbour. */
export function roundHalfEven(cents) {
  const floor = Math.floor(cents);
  if (cents - floor !== 0.5) return Math.round(cents);
  return floor % 2 === 0 ? floor : floor + 1;
}
`,
      'src/prices.js': `import { readFileSync } from 'node:fs';

let prices;

/** Prices by article; read once. */
export function readPrices() {
  prices ??= JSON.parse(readFileSync('prices.json', 'utf8'));
  return prices;
}
`,
      'src/checkout.js': `import { totalOf } from './cart.js';
import { pay } from './payment.js';

/** Takes the money for a cart. */
export async function checkout(cart, card) {
  const total = totalOf(cart);
  return pay(card, total);
}
`,
      'src/payment.js': `/** Asks the bank. */
export async function pay(card, cents) {
  const answer = await fetch('https://bank.example/pay', { method: 'POST', body: JSON.stringify({ card, cents }) });
  if (!answer.ok) throw new Error('payment refused: ' + answer.status);
  return answer.json();
}
`,
      'src/server.js': `import { createServer } from 'node:http';
import { checkout } from './checkout.js';

createServer(async (request, response) => {
  const { cart, card } = await bodyOf(request);
  response.end(JSON.stringify(await checkout(cart, card)));
}).listen(8080);
`,
    },
    answer: { path: 'src/cart.js', line: 11 },
  },
];
