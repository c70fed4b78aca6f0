export const industries = [
  { natureOfBusiness: 'Bakery', naics: '311811', merchantCategoryCode: '5462', industry: 'retail_food' },
] as const;
export const occupations = [
  {
    occupation: 'technology',
    occupationDescription: 'Support',
    industry: 'finance',
    incomeSource: 'salary',
    employmentStatus: 'employed',
  },
] as const;
