//! Invented names: brands built from syllables, host names, addresses, short ids, digits.
//!
//! Nothing here is a real company on purpose; a chance likeness is possible, as with any short string.

use super::rng::Rng;

const ONSETS: [&str; 32] = [
    "b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "x", "z", "b", "d", "k", "l", "m",
    "n", "r", "s", "t", "v", "br", "kr", "tr", "st",
];
const NUCLEI: [&str; 12] = ["a", "e", "i", "o", "u", "a", "o", "i", "a", "e", "oo", "ia"];
const CODAS: [&str; 16] = ["", "", "", "", "", "", "", "", "", "n", "r", "x", "s", "l", "k", "z"];
const BRAND_ENDS: [&str; 64] = [
    "bet", "win", "slot", "play", "club", "vip", "cash", "spin", "gold", "gaming", "toto", "88", "777", "138", "168",
    "4d", "303", "365", "77", "188", "99", "55", "123", "69", "game", "sport", "poker", "max", "jack", "king", "lux",
    "pro", "zone", "asia", "star", "jp", "hoki", "city", "x", "24", "slots", "bets", "bit", "fun", "palace", "royal",
    "fire", "dice", "jackpot", "lotto", "hub", "world", "plus", "vegas", "online", "9", "789", "66", "68", "79",
    "5000", "777", "bk", "tv",
];
const BRAND_HEADS: [&str; 48] = [
    "lucky", "royal", "mega", "golden", "joker", "lion", "dragon", "tiger", "vegas", "diamond", "crown", "magic",
    "wild", "hot", "happy", "big", "super", "ace", "moon", "river", "fox", "panda", "king", "queen", "star", "sky",
    "fun", "one", "pin", "vip", "rich", "cash", "turbo", "nova", "olymp", "zeus", "pharaoh", "neon", "rocket", "bingo",
    "bet", "fortune", "silver", "spin", "casino", "slot", "sol", "planet",
];
const PRODUCT_STEMS: [&str; 20] = [
    "vita", "slim", "keto", "derma", "prosta", "gluco", "neuro", "testo", "cardio", "flex", "pure", "nutri", "bio",
    "lipo", "viri", "joint", "hair", "cana", "herba", "opti",
];
const PRODUCT_ENDS: [&str; 24] = [
    "ex", "il", "in", "ol", "ax", "ium", "ene", "ora", "ix", "afil", "pam", "lam", "tra", "on", "is", "max", "fit",
    "lux", "fen", "zine", "vil", "ra", "dex", "gen",
];
const ENDINGS: [&str; 44] = [
    "com", "com", "com", "com", "com", "com", "net", "net", "cc", "vip", "top", "xyz", "cn", "cn", "com.cn", "org",
    "info", "club", "site", "online", "shop", "store", "live", "bet", "win", "casino", "me", "io", "co", "biz", "ru",
    "su", "pw", "icu", "fun", "life", "wang", "tk", "ga", "ml", "in", "us", "eu", "today",
];
const RESERVED: [&str; 6] = ["example", "invalid", "example.com", "example.net", "example.org", "test"];
const HIJACKED: [&str; 16] = [
    "go.id", "ac.id", "sch.id", "desa.id", "gov.vn", "edu.vn", "go.th", "ac.th", "gov.br", "edu.br", "edu.pe",
    "gob.ar", "edu.co", "gov.in", "ac.in", "edu.my",
];
const BODIES: [&str; 16] = [
    "dinkes",
    "disdik",
    "rsud",
    "perpus",
    "ejournal",
    "siakad",
    "lib",
    "pmb",
    "repository",
    "kec",
    "lpse",
    "library",
    "journal",
    "hospital",
    "students",
    "elearning",
];
const SUBDOMAINS: [&str; 18] = [
    "www", "m", "wap", "web", "ios", "anzhuo", "book", "news", "app", "h5", "vip", "blog", "shop", "mail", "bbs",
    "old", "dev", "info",
];

/// A latin syllable such as `kra` or `lon`.
fn syllable(rng: &mut Rng) -> String {
    format!("{}{}{}", rng.word(&ONSETS), rng.word(&NUCLEI), rng.word(&CODAS))
}

/// An invented latin brand such as `kronabet`, `Zavio 88`, `LuckyDice` or `xk88`.
pub(crate) fn brand(rng: &mut Rng) -> String {
    match rng.below(20) {
        0..=5 => return compound(rng),
        6 => {
            return format!(
                "{}{}",
                letters_of(2, 3, rng),
                rng.word(&["88", "66", "365", "77", "789", "68", "99", "188"])
            );
        }
        _ => {}
    }
    let count = rng.weighted(&[(1, 2), (2, 6), (3, 2)], 2);
    let mut name: String = (0..count).map(|_| syllable(rng)).collect();
    if rng.chance(75) || count == 1 {
        if rng.chance(15) {
            name.push(' ');
        }
        name.push_str(rng.word(&BRAND_ENDS));
    }
    match rng.below(20) {
        0..=9 => capitalised(&name),
        10 => name.to_uppercase(),
        _ => name,
    }
}

/// A brand of two plain words, such as `MegaSpin`, `royal palace` or `tiger77`.
fn compound(rng: &mut Rng) -> String {
    let (head, end) = (rng.word(&BRAND_HEADS), rng.word(&BRAND_ENDS));
    match rng.below(8) {
        0..=2 => format!("{head}{end}"),
        3 | 4 => format!("{}{}", capitalised(head), capitalised(end)),
        5 => format!("{} {}", capitalised(head), capitalised(end)),
        6 => format!("{head}{end}").to_uppercase(),
        _ => capitalised(&format!("{head}{end}")),
    }
}

/// An invented product or pill name such as `Voralex`, `Dermixil` or `Slimora Plus`.
pub(crate) fn product(rng: &mut Rng) -> String {
    let count = rng.between(1, 2);
    let stem = match rng.below(4) {
        0 => String::from(rng.word(&PRODUCT_STEMS)),
        _ => (0..count).map(|_| syllable(rng)).collect(),
    };
    let name = capitalised(&format!("{stem}{}", rng.word(&PRODUCT_ENDS)));
    match rng.chance(20) {
        true => format!(
            "{name} {}",
            rng.word(&["Plus", "Max", "Pro", "Forte", "Gold", "XL", "Ultra", "Active", "X", "One"])
        ),
        false => name,
    }
}

/// The word with its first letter in upper case.
pub(crate) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// `count` random digits; the first is not 0 where there are several.
pub(crate) fn digits(count: usize, rng: &mut Rng) -> String {
    (0..count)
        .map(|idx| {
            let low = usize::from(idx == 0 && count > 1);
            char::from(b'0' + rng.between(low, 9) as u8)
        })
        .collect()
}

/// `count` random lower-case letters.
pub(crate) fn letters(count: usize, rng: &mut Rng) -> String {
    (0..count).map(|_| char::from(b'a' + rng.below(26) as u8)).collect()
}

/// Between `low` and `high` random lower-case letters.
fn letters_of(low: usize, high: usize, rng: &mut Rng) -> String {
    let count = rng.between(low, high);
    letters(count, rng)
}

/// A short id of letters and digits, starting with a letter, as tag soup carries it.
pub(crate) fn soup_id(rng: &mut Rng) -> String {
    let mut id = letters(1, rng);
    let with_digits = rng.chance(50);
    while id.len() < 5 {
        id.push_str(&if with_digits && rng.chance(30) { digits(1, rng) } else { letters(1, rng) });
    }
    id
}

/// An id or class name such as a careless or a hiding generator writes.
pub(crate) fn mark(rng: &mut Rng) -> String {
    match rng.below(6) {
        0 => format!("{}{}", letters(2, rng), digits(4, rng)),
        1 => letters_of(5, 9, rng),
        2 => {
            format!("{}_{}", rng.word(&["box", "nav", "foot", "wp", "tmp", "div", "js", "list", "seo"]), digits(3, rng))
        }
        3 => format!("{}-{}", rng.word(&["entry", "site", "block", "link", "post", "menu"]), letters(4, rng)),
        4 => soup_id(rng),
        _ => format!("_{}", letters(6, rng)),
    }
}

/// A registrable domain such as `krona88.net`, or one under a reserved ending.
pub(crate) fn domain(rng: &mut Rng) -> String {
    let label = match rng.below(9) {
        0..=2 => brand(rng).to_lowercase().replace(' ', "-"),
        3 => format!("{}{}", letters(3, rng), digits(4, rng)),
        4 => format!("{}{}", digits(4, rng), ["", "8", "66", "777"].get(rng.below(4)).unwrap_or(&"")),
        5 => format!("{}{}{}", digits(3, rng), letters(3, rng), digits(2, rng)),
        6 => letters_of(6, 9, rng),
        7 => format!("{}-{}", syllable(rng), brand(rng).to_lowercase().replace(' ', "")),
        _ => format!("{}{}{}", syllable(rng), syllable(rng), syllable(rng)),
    };
    match rng.below(100) {
        0..=9 => format!("{label}.{}", rng.word(&RESERVED)),
        10..=17 => format!("{label}.{}", rng.word(&HIJACKED)),
        _ => format!("{label}.{}", rng.word(&ENDINGS)),
    }
}

/// A full address on an invented host, with or without a path.
pub(crate) fn address(rng: &mut Rng) -> String {
    let scheme = rng.word(&["http", "http", "https"]);
    let host = match rng.below(4) {
        0 => domain(rng),
        1 | 2 => format!("{}.{}", rng.word(&SUBDOMAINS), domain(rng)),
        _ => format!("{}.{}", digits(3, rng), domain(rng)),
    };
    let path = match rng.below(8) {
        0..=2 => String::from("/"),
        3 => String::new(),
        4 => format!("/{}/", digits(3, rng)),
        5 => format!("/{}.html", digits(5, rng)),
        6 => format!("/{}/{}/", letters(4, rng), digits(3, rng)),
        _ => format!("/?{}={}", letters(1, rng), letters(6, rng)),
    };
    format!("{scheme}://{host}{path}")
}

/// An address on an invented public body's host that was broken into, as such hosts link to one another.
pub(crate) fn hijacked_address(word: &str, rng: &mut Rng) -> String {
    let body = rng.word(&BODIES);
    let host = format!("{body}.{}{}.{}", syllable(rng), syllable(rng), rng.word(&HIJACKED));
    let slug: String =
        word.to_lowercase().split_whitespace().filter(|word| word.is_ascii()).take(3).collect::<Vec<_>>().join("-");
    let folder = rng.word(&[
        "",
        "wp-content/",
        "uploads/",
        "assets/",
        "files/",
        "css/",
        "public/",
        "index.php/",
        "storage/",
        "images/",
    ]);
    format!("https://{host}/{folder}{slug}/")
}

/// The addresses of one site's many host names, as station groups list them.
pub(crate) fn own_addresses(count: usize, rng: &mut Rng) -> Vec<String> {
    let domain = domain(rng);
    let mut hosts: Vec<String> = SUBDOMAINS.iter().map(|name| format!("http://{name}.{domain}")).collect();
    rng.shuffle(&mut hosts);
    hosts.truncate(count.saturating_sub(1));
    hosts.insert(0, format!("http://{domain}"));
    hosts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_not_empty_and_ids_have_five_characters() {
        let mut rng = Rng::new(3);
        for _ in 0..500 {
            assert!(brand(&mut rng).len() > 2 && domain(&mut rng).contains('.'));
            assert!(address(&mut rng).starts_with("http"));
            assert_eq!(soup_id(&mut rng).len(), 5);
            assert!(!mark(&mut rng).is_empty() && !product(&mut rng).is_empty());
        }
        assert_eq!(own_addresses(5, &mut rng).len(), 5);
    }
}
