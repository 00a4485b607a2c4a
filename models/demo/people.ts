/** Somebody of the demo's organization; the e-mail is made of the name's Latin form. */
export interface DemoPerson {
  name: string;
  email: string;
  title: string;
  team: string;
  department: string;
  location: string;
  timeZone: string;
}

const PLACES = {
  Lisbon: 'Europe/Lisbon', Berlin: 'Europe/Berlin', Nairobi: 'Africa/Nairobi', Bengaluru: 'Asia/Kolkata', Toronto: 'America/Toronto', 'São Paulo': 'America/Sao_Paulo', Osaka: 'Asia/Tokyo', Remote: 'UTC',
} as const;

type Place = keyof typeof PLACES;
type Row = [name: string, local: string, title: string, team: string, department: string, place: Place];

const ROWS: Row[] = [
  ['Nadia Rahman', 'nadia.rahman', 'Staff engineer', 'Payments', 'Engineering', 'Berlin'],
  ['Tom Okafor', 'tom.okafor', 'Support lead', 'Support', 'Customers', 'Nairobi'],
  ['Ines Duarte', 'ines.duarte', 'Site reliability engineer', 'Reliability', 'Engineering', 'Lisbon'],
  ['Marek Novák', 'marek.novak', 'Senior engineer', 'Payments', 'Engineering', 'Berlin'],
  ['Lena Fischer', 'lena.fischer', 'Engineering manager', 'Payments', 'Engineering', 'Berlin'],
  ['Adjoa Mensah', 'adjoa.mensah', 'Security engineer', 'Security', 'Security', 'Nairobi'],
  ['Paul Laurent', 'paul.laurent', 'Engineer', 'Identity', 'Engineering', 'Toronto'],
  ['Jun Ito', 'jun.ito', 'Search engineer', 'Search', 'Engineering', 'Osaka'],
  ['Priya Nair', 'priya.nair', 'Site reliability engineer', 'Reliability', 'Engineering', 'Bengaluru'],
  ['Mateus Carvalho', 'mateus.carvalho', 'Database engineer', 'Storage', 'Engineering', 'São Paulo'],
  ['سارا احمدی', 'sara.ahmadi', 'Data engineer', 'Data platform', 'Engineering', 'Toronto'],
  ['Kwame Boateng', 'kwame.boateng', 'Network engineer', 'Network', 'Engineering', 'Nairobi'],
  ['Anna Kowalska', 'anna.kowalska', 'Product manager', 'Checkout', 'Product', 'Berlin'],
  ['David Cohen', 'david.cohen', 'Head of engineering', 'Leadership', 'Engineering', 'Toronto'],
  ['Mei Tanaka', 'mei.tanaka', 'Mobile engineer', 'Mobile', 'Engineering', 'Osaka'],
  ['Ravi Subramaniam', 'ravi.subramaniam', 'Principal engineer', 'Checkout', 'Engineering', 'Bengaluru'],
  ['Sofia Almeida', 'sofia.almeida', 'Engineer', 'Checkout', 'Engineering', 'Lisbon'],
  ['Jonas Weber', 'jonas.weber', 'Engineer', 'Identity', 'Engineering', 'Berlin'],
  ['Chloé Martin', 'chloe.martin', 'Communications lead', 'Communications', 'Customers', 'Toronto'],
  ['Omar Haddad', 'omar.haddad', 'Incident response lead', 'Security', 'Security', 'Berlin'],
  ['Wanjiru Kamau', 'wanjiru.kamau', 'Site reliability engineer', 'Reliability', 'Engineering', 'Nairobi'],
  ['Beatriz Souza', 'beatriz.souza', 'Engineer', 'Storage', 'Engineering', 'São Paulo'],
  ['Arjun Mehta', 'arjun.mehta', 'Engineer', 'Data platform', 'Engineering', 'Bengaluru'],
  ['Hannah Schmidt', 'hannah.schmidt', 'Legal counsel', 'Legal', 'Operations', 'Berlin'],
  ['Lucas Tremblay', 'lucas.tremblay', 'Engineer', 'Mobile', 'Engineering', 'Toronto'],
  ['Yuki Sato', 'yuki.sato', 'Engineer', 'Search', 'Engineering', 'Osaka'],
  ['Fatima Zahra El Idrissi', 'fatima.elidrissi', 'Fraud analyst', 'Risk', 'Operations', 'Lisbon'],
  ['Erik Lindqvist', 'erik.lindqvist', 'Platform engineer', 'Platform', 'Engineering', 'Berlin'],
  ['Divya Krishnan', 'divya.krishnan', 'Platform engineer', 'Platform', 'Engineering', 'Bengaluru'],
  ['Gabriel Costa', 'gabriel.costa', 'Engineer', 'Messaging', 'Engineering', 'São Paulo'],
  ['Amina Yusuf', 'amina.yusuf', 'Support engineer', 'Support', 'Customers', 'Nairobi'],
  ['Oliver Brown', 'oliver.brown', 'Finance controller', 'Finance', 'Operations', 'Toronto'],
  ['Katarzyna Wójcik', 'katarzyna.wojcik', 'Quality engineer', 'Quality', 'Engineering', 'Berlin'],
  ['Haruto Nakamura', 'haruto.nakamura', 'Engineer', 'Platform', 'Engineering', 'Osaka'],
  ['Isabela Ferreira', 'isabela.ferreira', 'Support engineer', 'Support', 'Customers', 'São Paulo'],
  ['Mustafa Demir', 'mustafa.demir', 'Network engineer', 'Network', 'Engineering', 'Berlin'],
  ['Grace Njoroge', 'grace.njoroge', 'Product manager', 'Identity', 'Product', 'Nairobi'],
  ['Samuel Green', 'samuel.green', 'Vice president, operations', 'Leadership', 'Operations', 'Toronto'],
  ['Rania Khoury', 'rania.khoury', 'Privacy officer', 'Legal', 'Operations', 'Lisbon'],
  ['Viktor Horváth', 'viktor.horvath', 'Engineer', 'Messaging', 'Engineering', 'Berlin'],
  ['Aisha Bello', 'aisha.bello', 'Engineer', 'Payments', 'Engineering', 'Nairobi'],
  ['Daniel Kim', 'daniel.kim', 'Engineer', 'Risk', 'Engineering', 'Toronto'],
  ['Ananya Ghosh', 'ananya.ghosh', 'Technical writer', 'Platform', 'Engineering', 'Bengaluru'],
  ['Miguel Herrera', 'miguel.herrera', 'Site reliability engineer', 'Reliability', 'Engineering', 'Remote'],
  ['Zoë van den Berg', 'zoe.vandenberg', 'Customer success lead', 'Customers', 'Customers', 'Remote'],
];

/** The people of the demo; `@example.com` belongs to nobody. */
export const DEMO_PEOPLE: readonly DemoPerson[] = ROWS.map(([name, local, title, team, department, place]) => ({
  name, email: `${local}@example.com`, title, team, department, location: place, timeZone: PLACES[place],
}));
