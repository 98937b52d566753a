-- The published DuckDB file: the contract with every page, pack and analyst.
-- Derived whole from the record and the returns' Parquet; never edited. NULL is explained beside each
-- column; where nothing is said it does not occur. Text, not ENUM: DuckDB compares an ENUM with a bare
-- string as text, which would call PKS higher than EXS.

CREATE TABLE publication (
    number INTEGER,             -- counts up with every published file
    record_version INTEGER,     -- the version of the record that it shows
    schema_hash TEXT            -- of the code that made it
);

-- One row a return whose rows the figures rest on.
CREATE TABLE built_from (
    token TEXT
);

CREATE TABLE school (
    school_urn INTEGER PRIMARY KEY,
    school TEXT,
    laestab TEXT,               -- NULL where not given: 3-digit authority and 4-digit establishment
    la_code TEXT,               -- NULL where not given
    phase TEXT,                 -- NULL where not given; so for all that follows, which a GIAS download says
    la_name TEXT,
    region TEXT,
    religious_character TEXT,
    capacity INTEGER,
    pupils INTEGER,             -- on roll at the census that GIAS shows
    fsm_percent DOUBLE          -- eligible for free school meals, percent 0 to 100
);

-- One row a setting of the trust, as text.
CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT
);

-- One row a measure of the registry.
CREATE TABLE measure (
    measure TEXT PRIMARY KEY,
    label TEXT,
    short_label TEXT,
    unit TEXT,                  -- percent, scaled score, score, progress score
    basis TEXT,                 -- teachers' judgements, statutory assessment
    good TEXT,                  -- high: more is better
    subject TEXT,
    standard TEXT,              -- expected, higher; NULL for averages
    numerator TEXT,
    denominator TEXT,
    left_out TEXT,
    source TEXT,
    how_to_read TEXT,
    national_measure TEXT       -- NULL where England publishes nothing like it
);

CREATE TABLE half_term_name (
    half_term_ordinal INTEGER PRIMARY KEY,
    half_term TEXT
);

-- One row a half-term that any return names or any drop covers.
CREATE TABLE drop_status (
    academic_year TEXT,
    half_term TEXT,
    half_term_ordinal INTEGER,
    status TEXT,                -- open, closed
    number TEXT,                -- NULL until first closed: 3, then 3.1
    closed_at TIMESTAMP         -- NULL while open; UTC
);

-- One row a return, whether it stands or was undone.
CREATE TABLE return_history (
    return_id INTEGER PRIMARY KEY,
    school_urn INTEGER,
    school TEXT,
    academic_year TEXT,
    half_term TEXT,
    half_term_ordinal INTEGER,
    status TEXT,                -- accepted, undone
    whole_return BOOLEAN,       -- TRUE where it replaced what stood (--replace)
    file_name TEXT,
    original_hash TEXT,         -- SHA-256 of the file as it was given
    pupils INTEGER,
    judgements INTEGER,
    held_rows INTEGER,
    loaded_at TIMESTAMP,        -- UTC
    loaded_by TEXT,
    undone_at TIMESTAMP,        -- NULL while it stands; UTC
    undone_by TEXT              -- NULL while it stands
);

-- One row a pupil × half-term × school: who was on roll. A pupil marked as left is not.
CREATE TABLE pupil_half_term (
    academic_year TEXT,
    half_term_ordinal INTEGER,  -- 1 (Autumn 1) to 6 (Summer 2)
    school_urn INTEGER,
    year_group INTEGER,         -- Reception 0, nursery -1
    class TEXT,                 -- NULL where the school's sheet has no class
    upn TEXT,
    surname TEXT,               -- NULL where not given
    forename TEXT,              -- NULL where not given
    sex TEXT,                   -- F, M; NULL unknown
    dob DATE,                   -- NULL unknown
    disadvantaged BOOLEAN,      -- NULL unknown; so for every flag
    pupil_premium BOOLEAN,
    fsm BOOLEAN,
    fsm6 BOOLEAN,
    looked_after BOOLEAN,
    eal BOOLEAN,
    sen TEXT,                   -- N, K, E; NULL unknown
    summer_born BOOLEAN,        -- born 1 April to 31 August; NULL where the birth date is unknown
    on_roll BOOLEAN,            -- FALSE for a pupil marked as left, or counted at another of our schools
    listed BOOLEAN,             -- FALSE where known only from a later return's earlier columns
    elsewhere BOOLEAN DEFAULT FALSE  -- TRUE where two of our schools list the pupil and the other one counts them
);

-- One row a former UPN of a pupil who was issued another. Everything else is under the present one.
CREATE TABLE upn_history (
    former_upn TEXT PRIMARY KEY,
    upn TEXT                    -- the present one
);

-- One row a pupil × half-term × subject × kind: the mark that stands.
CREATE TABLE mark (
    academic_year TEXT,
    half_term_ordinal INTEGER,
    school_urn INTEGER,
    upn TEXT,
    subject TEXT,
    kind TEXT,                  -- current, predicted, target
    judgement TEXT,             -- PKS, WTS, EXS, GDS; NULL absent, disapplied, left, or a mere score
    score DOUBLE,               -- NULL where the mark is not a number
    raw TEXT,                   -- the mark as the school typed it
    return_id INTEGER,          -- the return that it stands from
    sheet TEXT,                 -- where it stands in that return's file
    cell TEXT
);

-- Counts added up once; everything shown is a sum of these. One row a half-term × school × year group ×
-- class × group value × subject × kind, for every subject and kind that anyone in the trust has a mark in
-- that half-term. Years 1 to 6 have a row also where nobody in the cohort has a mark, so that a school
-- that left a subject out stays in the denominator; Reception only where the school gave it marks.
-- Subject 'rwm' counts pupils over reading, writing and maths together: its bands are zero.
CREATE TABLE attainment_count (
    academic_year TEXT,
    half_term_ordinal INTEGER,
    school_urn INTEGER,
    year_group INTEGER,
    class TEXT,                 -- NULL where the school's sheet has no class
    pupil_group TEXT,           -- all, sex, disadvantaged …
    group_value TEXT,
    subject TEXT,
    kind TEXT,
    on_roll INTEGER NOT NULL,            -- the denominator
    assessed INTEGER NOT NULL,           -- with a judgement (for rwm: in all three)
    pks INTEGER NOT NULL,
    wts INTEGER NOT NULL,
    exs INTEGER NOT NULL,
    gds INTEGER NOT NULL,
    expected INTEGER NOT NULL,           -- at or above expected
    higher INTEGER NOT NULL              -- at greater depth
);

-- The roll behind the counts: one row a half-term × school × year group × class × group value, also
-- where nobody has a mark.
CREATE TABLE roll_count (
    academic_year TEXT,
    half_term_ordinal INTEGER,
    school_urn INTEGER,
    year_group INTEGER,
    class TEXT,                 -- NULL where the school's sheet has no class
    pupil_group TEXT,
    group_value TEXT,
    on_roll INTEGER NOT NULL
);

-- The same pupils in two half-terms that follow one another; for current judgements within one academic
-- year, because another year expects something else. One row a half-term × school × year group ×
-- subject × kind × standard. Stayers are on roll in both and assessed in both.
CREATE TABLE movement_count (
    academic_year TEXT,
    half_term_ordinal INTEGER,
    school_urn INTEGER,
    year_group INTEGER,         -- in the later half-term
    subject TEXT,               -- or rwm
    kind TEXT,
    standard TEXT,              -- expected, higher
    stayers INTEGER NOT NULL,
    met_before INTEGER NOT NULL,         -- of the stayers
    met_now INTEGER NOT NULL,            -- of the stayers
    moved_in INTEGER NOT NULL,           -- stayers who did not meet the standard before and do now
    moved_out INTEGER NOT NULL           -- stayers who met the standard before and do not now
);

-- What the Board, the Forum and other schools do not see of the counts: one row a half-term × standard ×
-- school × year group × value of a group. Of a school only all its pupils have rows: its groups are for its
-- own people. Those with several schools see less besides, which stands nowhere.
CREATE TABLE hidden_cell (
    academic_year TEXT,
    half_term_ordinal INTEGER,
    standard TEXT,              -- expected, higher
    school_urn INTEGER,         -- NULL: the trust
    year_group INTEGER,         -- NULL: Years 1 to 6
    pupil_group TEXT,
    group_value TEXT
);

-- One row an academic year with counts, and the thresholds that its hidden cells rest on.
CREATE TABLE masked_year (
    academic_year TEXT PRIMARY KEY,
    hide_below INTEGER NOT NULL,
    caution_below INTEGER NOT NULL
);

CREATE TABLE target (
    school_urn INTEGER,         -- NULL: for the trust
    academic_year TEXT,
    year_group INTEGER,
    measure TEXT,
    basis_points INTEGER,       -- hundredths: 6250 is 62.5 %, or of an average 10450 is 104.5
    set_by TEXT,                -- NULL where not given
    rule TEXT,                  -- NULL where not given: how it was arrived at
    set_on DATE                 -- NULL where not given
);

-- Published statistics of all pupils: England, regions, authorities, our schools. One row an academic year ×
-- level × code × measure: where several sources give one, the rules of etl/open_data/standing.py choose.
CREATE TABLE published (
    academic_year TEXT,
    level TEXT,                 -- school, local_authority, region, england_all, england_state
    code TEXT,                  -- of a school its URN as registered
    name TEXT,
    measure TEXT,
    value DOUBLE,               -- percent 0 to 100, or a score; NULL where note is set
    cohort INTEGER,             -- eligible pupils; NULL where not published
    note TEXT,                  -- NULL, or why there is no value: SUPP, NE, LOWCOV, cancelled …
    source TEXT,
    release TEXT,               -- provisional, revised, final, not stated
    coverage TEXT,              -- whose pupils are counted, in words
    low DOUBLE,                 -- of the published 95 % interval; NULL where none is published
    high DOUBLE,
    band INTEGER,               -- of a progress score, 1 well above average to 5 well below; NULL: not published
    feed TEXT,                  -- where it comes from; a series is never drawn across two feeds
    code_in_file TEXT           -- NULL, or the URN that the school had then
);

-- The same for pupil groups. One row an academic year × level × code × measure × group value.
CREATE TABLE published_by_group (
    academic_year TEXT,
    level TEXT,
    code TEXT,
    name TEXT,
    measure TEXT,
    pupil_group TEXT,           -- disadvantaged, sex, sen, eal, fsm, prior_attainment, mobile, ethnicity
    group_value TEXT,           -- gap_to_england_others: disadvantaged less England's others, in points
    value DOUBLE,
    cohort INTEGER,
    note TEXT,
    source TEXT,
    release TEXT,
    coverage TEXT,
    low DOUBLE,
    high DOUBLE,
    band INTEGER,
    feed TEXT,
    code_in_file TEXT
);

-- One row an area that Ofsted graded in an inspection of one of our schools. Grades of two frameworks are
-- never compared.
CREATE TABLE inspection (
    school_urn INTEGER,
    school TEXT,
    urn_then INTEGER,           -- the URN at the inspection
    framework TEXT,             -- overall_grade, area_grades, report_card
    inspection_date DATE,
    publication_date DATE,      -- NULL where not given
    area TEXT,
    grade TEXT,                 -- in the framework's own words
    source TEXT
);

-- One row a published file that the figures rest on.
CREATE TABLE open_file (
    file_id INTEGER,
    token TEXT,
    kind TEXT,
    title TEXT,
    file_name TEXT,
    academic_years TEXT,        -- separated by commas; empty for inspections
    release TEXT,
    row_count INTEGER,          -- kept of it
    loaded_at TIMESTAMP,        -- UTC
    loaded_by TEXT
);

-- Statutory results. One row a pupil × assessment × academic year × subject × school: what the files say that
-- count. Of a pupil in the files of two of our schools one school's rows count, the others are `elsewhere`.
CREATE TABLE pupil_result (
    academic_year TEXT,
    assessment TEXT,            -- ks2, mtc, phonics, eyfsp, ks1
    school_urn INTEGER,
    upn TEXT,                   -- the present one
    given_upn TEXT,             -- as the file has it
    subject TEXT,
    outcome TEXT,               -- a code of etl/results/codes.py; NULL where only a score was given
    score DOUBLE,               -- NULL where there is none
    eligible BOOLEAN,           -- this and the next two: the file's own word; NULL where it has none
    expected BOOLEAN,
    higher BOOLEAN,
    raw TEXT,                   -- as it stands in the file
    return_id INTEGER,
    sheet TEXT,
    cell TEXT,
    elsewhere BOOLEAN           -- TRUE where another of our schools' results of the pupil count
);

-- One row a pupil in those results, as their files describe them; NULL: the file does not say.
CREATE TABLE result_pupil (
    academic_year TEXT,
    assessment TEXT,
    school_urn INTEGER,
    upn TEXT,
    year_group INTEGER,
    surname TEXT,
    forename TEXT,
    dob DATE,
    sex TEXT,
    class TEXT,
    disadvantaged BOOLEAN,
    pupil_premium BOOLEAN,
    fsm BOOLEAN,
    fsm6 BOOLEAN,
    looked_after BOOLEAN,
    eal BOOLEAN,
    sen TEXT,
    summer_born BOOLEAN
);

-- Counts of results added up once. One row an academic year × assessment × school × group value × measure.
-- A measure that cannot be said of a school (the higher standard where outcomes came without scores) has no
-- rows there, and so no figure.
CREATE TABLE result_count (
    academic_year TEXT,
    assessment TEXT,
    school_urn INTEGER,
    year_group INTEGER,         -- of the measure: 6 for key stage 2, whatever year a pupil stands in
    pupil_group TEXT,           -- all, sex, disadvantaged …
    group_value TEXT,
    measure TEXT,               -- a statutory measure of `measure`
    series INTEGER,             -- years may be joined within one series only: a framework changed between two
    numerator INTEGER,          -- pupils who met it; NULL for an average
    denominator INTEGER NOT NULL,  -- all who are eligible
    assessed INTEGER NOT NULL,  -- of these, with a result of their own: not absent, not below the test
    score_sum DOUBLE,           -- NULL but for an average
    scored INTEGER,             -- pupils with a score, by whom the sum is divided; NULL but for an average
    score_squares DOUBLE        -- the sum of squared scores, for its interval; NULL but for an average
);

-- One row a file of results of one school, assessment and year; undone ones too.
CREATE TABLE result_history (
    return_id INTEGER,          -- counts up with the returns'
    school_urn INTEGER,
    school TEXT,
    academic_year TEXT,
    assessment TEXT,
    status TEXT,                -- accepted, undone
    whole_return BOOLEAN,       -- TRUE where it set aside what stood
    file_name TEXT,
    original_hash TEXT,         -- SHA-256 of the file as given
    pupils INTEGER,
    results INTEGER,
    held_rows INTEGER,
    loaded_at TIMESTAMP,        -- UTC
    loaded_by TEXT,
    undone_at TIMESTAMP,        -- NULL while it stands; UTC
    undone_by TEXT              -- NULL while it stands
);

-- Which files of results, and which word on UPNs, the tables above show.
CREATE TABLE result_source (
    token TEXT,
    school_urn INTEGER,
    assessment TEXT,
    academic_year TEXT
);
CREATE TABLE result_upn (
    former_upn TEXT,
    upn TEXT
);

-- One row an intervention.
CREATE TABLE intervention_register (
    intervention_id INTEGER,
    school_urn INTEGER,
    title TEXT,
    subject TEXT,
    year_groups TEXT,
    starts DATE,
    ends DATE,
    status TEXT
);

-- Views for analysts.

CREATE VIEW roll AS
SELECT
    pupil_half_term.academic_year,
    half_term_name.half_term,
    pupil_half_term.half_term_ordinal,
    pupil_half_term.school_urn,
    school.school,
    pupil_half_term.year_group,
    pupil_half_term.class,
    pupil_half_term.upn,
    pupil_half_term.surname,
    pupil_half_term.forename,
    pupil_half_term.sex,
    pupil_half_term.dob,
    pupil_half_term.disadvantaged,
    pupil_half_term.pupil_premium,
    pupil_half_term.fsm,
    pupil_half_term.fsm6,
    pupil_half_term.looked_after,
    pupil_half_term.eal,
    pupil_half_term.sen,
    pupil_half_term.summer_born
FROM pupil_half_term
JOIN school USING (school_urn)
JOIN half_term_name USING (half_term_ordinal)
WHERE pupil_half_term.on_roll;

CREATE VIEW attainment AS
SELECT
    mark.return_id,
    mark.academic_year,
    half_term_name.half_term,
    mark.half_term_ordinal,
    mark.school_urn,
    school.school,
    pupil_half_term.year_group,
    pupil_half_term.class,
    mark.upn,
    pupil_half_term.surname,
    pupil_half_term.forename,
    pupil_half_term.sex,
    pupil_half_term.dob,
    pupil_half_term.disadvantaged,
    pupil_half_term.pupil_premium,
    pupil_half_term.fsm,
    pupil_half_term.fsm6,
    pupil_half_term.looked_after,
    pupil_half_term.eal,
    pupil_half_term.sen,
    pupil_half_term.summer_born,
    mark.subject,
    mark.kind,
    mark.judgement,
    mark.score,
    mark.raw
FROM mark
JOIN pupil_half_term USING (academic_year, half_term_ordinal, school_urn, upn)
JOIN school USING (school_urn)
JOIN half_term_name USING (half_term_ordinal)
WHERE NOT pupil_half_term.elsewhere;

-- One row a pupil × assessment × academic year × subject: statutory outcomes.
CREATE VIEW result AS
SELECT
    academic_year,
    assessment,
    school_urn,
    upn,
    subject,
    outcome,
    score
FROM pupil_result
WHERE NOT elsewhere;
