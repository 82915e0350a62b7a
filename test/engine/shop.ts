/** A shop of three files: one defines, one calls, one is about something else. */
export const shopFiles: Readonly<Record<string, string>> = {
  'stock.py':
    'def take_from_shelf(book):\n    """Lends a book out of the stock."""\n    if book.is_lent:\n' +
    '        raise LoanError(book)\n    return book\n',
  'desk.py':
    'from stock import take_from_shelf\n\n\ndef serve(reader, book):\n    greet(reader)\n' +
    '    return take_from_shelf(book)\n',
  'opening.py': 'def call_everybody(readers):\n    for reader in readers:\n        reader.call("we open")\n',
};
