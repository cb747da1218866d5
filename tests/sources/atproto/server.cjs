// A real AT Protocol network on loopback: directory of identities, personal data server, app view (with counters).
// Started by start.sh, which also says what it needs. Prints one line of JSON when it is ready: where the app view
// listens, and what was really posted, so that the test knows the truth. Ends with its standard input.
const { TestNetwork, SeedClient } = require('@atproto/dev-env')

const POSTS = Number(process.env.POSTS || 230) // more than two pages of 100

const main = async () => {
  const network = await TestNetwork.create({ dbPostgresSchema: 'fieber' })
  const seed = new SeedClient(network, network.pds.getClient())
  const person = async (name) => {
    const made = await seed.createAccount(name, {
      handle: `${name}.test`, email: `${name}@example.test`, password: `${name}-password`,
    })
    return made.did
  }
  const [anna, ben, cleo] = [await person('anna'), await person('ben'), await person('cleo')]
  await seed.follow(ben, anna)
  await seed.follow(cleo, anna)
  const start = Date.now() - POSTS * 86400e3
  const truth = { likes: 0, shares: 0, comments: 0, own: 0 }
  const foreign = await seed.post(ben, 'foreign post, reposted')
  await seed.repost(anna, foreign.ref)
  for (let number = 0; number < POSTS; number++) {
    const createdAt = new Date(start + number * 86400e3).toISOString()
    const { ref } = await seed.post(anna, `secretcaption ${number}`, undefined, undefined, undefined, { createdAt })
    truth.own += 1
    if (number % 3 === 0) { await seed.like(ben, ref); truth.likes += 1 }
    if (number % 5 === 0) { await seed.like(cleo, ref); truth.likes += 1 }
    if (number % 50 === 0) { await seed.repost(ben, ref); truth.shares += 1 }
    if (number % 40 === 0) { await seed.reply(cleo, ref, ref, 'foreign reply'); truth.comments += 1 }
  }
  await network.processAll(60000)
  const ready = { url: network.bsky.url, handle: 'anna.test', did: anna, followers: 2, ...truth }
  process.stdout.write(JSON.stringify(ready) + '\n')
  process.stdin.resume()
  process.stdin.on('end', () => process.exit(0))
}

main().catch((error) => { console.error(error); process.exit(1) })
