// SPDX-License-Identifier: MIT
// enc_nodemailer.js - nodemailer's MailComposer, read as a stream; called as the other enc_PEER are (encoder.h).
'use strict';

const MailComposer = require('nodemailer/lib/mail-composer');

const ATTACHMENT = 25 << 20;
const ROUNDS = 5;
const ROUND_SECONDS = 0.1;

function makeOctets(length) {
    const data = Buffer.alloc(length);
    let state = 1;
    for (let at = 0; at < length; at++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        data[at] = state >>> 8;
    }
    return data;
}

function compose(attachment) {
    const text = 'grün und blau, '.repeat(120);
    const mail = new MailComposer({
        from: 'sender@example.org',
        to: 'r0@example.org',
        subject: 'bench',
        text,
        html: text,
        attachments: [{filename: 'a.bin', content: attachment, contentType: 'application/octet-stream'}],
    });
    return new Promise((resolve, reject) => {
        let octets = 0;
        const stream = mail.compile().createReadStream();
        stream.on('data', piece => (octets += piece.length));
        stream.on('end', () => resolve(octets));
        stream.on('error', reject);
    });
}

function cpu() {
    const usage = process.cpuUsage();
    return (usage.user + usage.system) / 1e6;
}

async function round(attachment) {
    const start = cpu();
    let times = 0;
    do {
        await compose(attachment);
        times++;
    } while (cpu() - start < ROUND_SECONDS);
    return (cpu() - start) / times;
}

async function main() {
    if (process.argv[2] !== 'mail') {
        process.exit(77);
    }
    const attachment = makeOctets(ATTACHMENT);
    const octets = await compose(attachment);
    let best = Infinity;
    for (let i = 0; i < ROUNDS; i++) {
        best = Math.min(best, await round(attachment));
    }
    console.log(attachment.length, octets, best);
}

main();
