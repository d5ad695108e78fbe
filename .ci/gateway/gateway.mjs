// The published wechaty gateway, serving the published mock puppet, for the interop tests.
//
// Usage: node gateway.mjs PORT TOKEN < commands > events, both JSON lines.
// The first line in sets the cast:
//   {"bot": {"id", "name"}, "contacts": [{"id", "name"}], "rooms": [{"id", "topic", "cards": {id: card}}]}
// then
//   {"say": TEXT, "from": ID, "room": ID?, "mention": [ID]?}   a member speaks (no room: to the bot)
//   {"picture": BASE64, "name": FILE, "from": ID, "room": ID?} a member posts a picture
//   {"recall": ID}                                             a message is taken back
//   {"error": true}                                            the puppet emits an error
//   {"relogin": true}                                          the account logs out and in
//   {"card": CARD, "of": ID, "room": ID}                       a group card changes
// Out: {"ready": PORT}, {"said": ID, "text": TEXT} for each command that speaks,
//   {"post": TEXT, "room" or "to": ID, "kind": NUMBER, "file": {"name", "base64"}?} for what the bot posts.
// Room ids must hold an @: the mock tells rooms from contacts by it. The process ends with its input.

import { createInterface } from 'node:readline'

import { FileBox } from 'file-box'
import * as PUPPET from 'wechaty-puppet'
import { PuppetMock, mock } from 'wechaty-puppet-mock'
import { PuppetServer } from 'wechaty-puppet-service'

const RECALLED = PUPPET.types.Message.Recalled
const [port, token] = process.argv.slice(2)
const tell = event => process.stdout.write(JSON.stringify(event) + '\n')

const cards = new Map()

// The mock knows no group cards; this is all that is added to it.
class PuppetWithCards extends PuppetMock {
  async roomMemberRawPayload (roomId, memberId) {
    const payload = await super.roomMemberRawPayload(roomId, memberId)
    return { ...payload, roomAlias: cards.get(`${roomId} ${memberId}`) ?? '' }
  }
}

const mocker = new mock.Mocker()
const puppet = new PuppetWithCards({ mocker })
let bot

function setTheCast (cast) {
  const create = contact => mocker.createContact({ ...contact, phone: [] })
  bot = create(cast.bot)
  cast.contacts.forEach(create)
  for (const { id, topic, cards: shown } of cast.rooms) {
    mocker.createRoom({ id, topic, memberIdList: [bot.id, ...Object.keys(shown)] })
    for (const [member, card] of Object.entries(shown)) cards.set(`${id} ${member}`, card)
  }
}

function tellPosts () {
  puppet.on('message', async ({ messageId }) => {
    const message = mocker.cacheMessagePayload.get(messageId)
    if (message.talkerId !== bot.id) return
    const file = mocker.cacheFileBoxPayload.get(messageId)
    const base64 = file && await FileBox.fromJSON(file).toBase64()
    tell({
      post: message.text ?? '',
      kind: message.type,
      ...(message.roomId ? { room: message.roomId } : { to: message.listenerId }),
      ...(file && { file: { name: file.name, base64 } }),
    })
  })
}

function said () {
  return [...mocker.cacheMessagePayload.keys()].at(-1)
}

const commands = {
  say ({ say, from, room, mention = [] }) {
    const to = room ? mocker.RoomMock.load(room) : bot
    const mentions = mention.map(id => mocker.ContactMock.load(id))
    mocker.ContactMock.load(from).say(say, mentions).to(to)
    tell({ said: said(), text: say })
  },
  picture ({ picture, name, from, room }) {
    const to = room ? mocker.RoomMock.load(room) : bot
    mocker.ContactMock.load(from).say(FileBox.fromBase64(picture, name)).to(to)
    tell({ said: said(), text: '' })
  },
  recall ({ recall }) {
    const taken = mocker.cacheMessagePayload.get(recall)
    const notice = { ...taken, id: `${recall}-recalled`, type: RECALLED, text: recall }
    mocker.MessageMock.create(notice)
    puppet.emit('message', { messageId: notice.id })
    tell({ said: notice.id, text: '' })
  },
  error () {
    puppet.emit('error', new Error('an error of the puppet'))
  },
  async relogin () {
    await puppet.logout()
    mocker.login(bot)
  },
  card ({ card, of, room }) {
    cards.set(`${room} ${of}`, card)
    puppet.emit('dirty', { payloadType: PUPPET.types.Dirty.RoomMember, payloadId: room })
  },
}

async function main () {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  setTheCast(JSON.parse((await lines.next()).value))
  puppet.on('error', () => {}) // while no client listens, Node would end here
  mocker.use(() => { mocker.login(bot); return () => {} })
  tellPosts()
  const server = new PuppetServer({
    endpoint: `127.0.0.1:${port}`, puppet, token, tls: { disable: true },
  })
  await server.start()
  await puppet.start()
  tell({ ready: Number(port) })
  for await (const line of lines) {
    const command = JSON.parse(line)
    const name = Object.keys(commands).find(each => each in command)
    await commands[name](command)
  }
  process.exit(0)
}

await main()
