/** Common forenames in England and Wales, by which a column of people is told from one of things. */
export const FORENAMES: ReadonlySet<string> = new Set(
  `aaron abdul abigail adam aisha alan alex alexander alfie ali alice alicia amelia amina amy andrew angela anna anthony archie arthur ava
  barbara ben benjamin bethany brian caroline catherine charles charlie charlotte chloe christine christopher claire connor daisy daniel darren david deborah dylan
  edward eleanor elizabeth ella ellie emily emma ethan evelyn eva evie fatima finley florence francesca freddie freya gary gemma george georgia grace graham
  hamza hannah harriet harry hassan heather helen henry holly hugo ian ibrahim imogen isaac isabel isabella isla ivy jack jackson jacob jake james jamie jane janet
  jasmine jason jennifer jessica joanna joanne john jonathan joseph joshua julia julie karen kate katherine katie keith kelly kevin kian kyle laura lauren leah leo lewis liam
  lily linda lisa logan louise lucas lucy luke maisie margaret maria mark martin mary maryam matilda matthew max megan mia michael michelle mohamed mohammad mohammed molly muhammad
  natalie nathan neil nicholas nicola noah oliver olivia omar oscar owen patricia patrick paul pauline peter philip phoebe poppy rachel rebecca reuben richard robert rosie ruby ryan
  samantha samuel sandra sarah scarlett scott sebastian sharon simon sofia sophia sophie stephanie stephen steven stuart susan teddy theo theodore thomas toby tracey victoria william yasmin yusuf zara zoe`
    .split(/\s+/)
    .filter(Boolean),
);
