// SPDX-License-Identifier: MIT
// Reads mails with postal-mime: "SIZE\n" and the bytes of each on standard input, one line of JSON for each on standard
// output, in the form that readers.py describes. It walks the parser's own tree of parts, which its result flattens.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import PostalMime, { addressParser, decodeWords } from 'postal-mime';

const WITH_ADDRESSES = new Set(['from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'resent-from', 'resent-sender',
    'resent-to', 'resent-cc', 'disposition-notification-to', 'return-receipt-to']);

function mailboxes(list) {
    return list.map(one => [one.name, one.group ? mailboxes(one.group) : one.address]);
}

function fields(node) {
    return node.headers.map(({ key, originalKey, value }) =>
        [originalKey, value, WITH_ADDRESSES.has(key) ? mailboxes(addressParser(value)) : decodeWords(value)]);
}

// Old file names stand there in encoded-words.
function parameters(parsed) {
    return Object.fromEntries(Object.entries(parsed.params).map(([name, value]) => [name, decodeWords(value)]));
}

async function part(node) {
    const type = node.contentType.parsed.value;
    const result = {
        type,
        parameters: parameters(node.contentType.parsed),
        disposition: node.contentDisposition.parsed?.value || null,
        'disposition-parameters': node.contentDisposition.parsed?.params ?? {},
        id: node.contentId ? node.contentId.replace(/^<|>$/g, '') : null,
        fields: fields(node),
    };
    if (node.contentType.multipart) {
        result.parts = await Promise.all(node.childNodes.map(part));
    } else if (type === 'message/rfc822') {
        result.message = await message(Buffer.from(node.content));
    } else if (/^(text|message)\//.test(type) && result.disposition === null) {
        result.text = node.getTextContent().replace(/\r\n/g, '\n');
    } else {
        const content = Buffer.from(node.content ?? new ArrayBuffer(0));
        result.size = content.length;
        result.hash = createHash('sha256').update(content).digest('hex');
    }
    return result;
}

async function message(bytes) {
    const parser = new PostalMime();
    const mail = await parser.parse(bytes);
    const time = Date.parse(mail.date ?? '');
    return {
        fields: fields(parser.root),
        date: Number.isNaN(time) ? null : [time / 1000, null],
        'message-id': mail.messageId?.replace(/^<|>$/g, '') ?? null,
        part: await part(parser.root),
    };
}

const input = readFileSync(0);
for (let at = 0; at < input.length;) {
    const end = input.indexOf(10, at);
    const size = Number(input.toString('latin1', at, end));
    process.stdout.write(JSON.stringify(await message(input.subarray(end + 1, end + 1 + size))) + '\n');
    at = end + 1 + size;
}
