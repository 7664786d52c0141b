//! Means, quantiles, and how sure a ratio of two sums is.

/// The value below which a share of the values lies. Sorts them.
pub(crate) fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share).round() as usize]
}

/// The ratio of the sums of pairs, and the interval that holds 95 % of the ratios when pages are drawn again.
pub(crate) fn ratio(pairs: &[(f64, f64)]) -> (f64, [f64; 2]) {
    const DRAWS: usize = 1000;
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        pairs[(state % pairs.len() as u64) as usize]
    };
    let mut drawn: Vec<f64> = (0..DRAWS).map(|_| of_sums(&pairs.iter().map(|_| draw()).collect::<Vec<_>>())).collect();
    (of_sums(pairs), [quantile(&mut drawn, 0.025), quantile(&mut drawn, 0.975)])
}

fn of_sums(pairs: &[(f64, f64)]) -> f64 {
    let (above, below) = pairs.iter().fold((0.0, 0.0), |sums, pair| (sums.0 + pair.0, sums.1 + pair.1));
    above / below
}
